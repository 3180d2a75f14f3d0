/** A tensor's number with the digits that its type has, or fewer. */
export const written = (value: number, digits = 7): string => String(Number(value.toPrecision(digits)));
