import { classPath } from "../classes/class_path.ts";

/** Where somebody is booked into a class. */
export const bookInPath = (classId: string) => `${classPath(classId)}/book-in`;
