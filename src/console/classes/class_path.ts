/** The address of a class's page. */
export const classPath = (classId: string): string => `/console/classes/${classId}`;
