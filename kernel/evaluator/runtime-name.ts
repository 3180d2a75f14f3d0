/** The hidden global through which a cell's rewritten code reaches the evaluator. */
export const RUNTIME = "__notebook";
