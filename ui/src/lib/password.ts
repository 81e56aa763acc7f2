/** Characters of the shortest password the program takes. */
export const passwordMin = 12;
