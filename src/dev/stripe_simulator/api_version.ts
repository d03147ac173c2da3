import schemas from "./schemas.json" with { type: "json" };

/** The one API version the simulator speaks; a request that names another is refused. */
export const API_VERSION: string = schemas["x-apiVersion"];
