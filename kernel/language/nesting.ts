/** Nested more deeply, code ends the process of the parser, which is native and knows no limit; people nest ten deep, programs a hundred. */
const DEEPEST = 2000;
/** So does a longer chain of operators, each of which nests all before it; what walks over the syntax gives up earlier still. */
const LONGEST = 5000;

const TEXTS = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\$])*`|\/\/.*|\/\*[^]*?\*\//g;
const STEPS = /[([{]|[)\]}]|[;,]|[\w$]+|[^\s\w$()[\]{};,]+/g;

/**
 * Where code is nested too deeply to be parsed, if it is; by a rough look at brackets, and at the arrows and conditionals, and the operators
 * between two operands, that follow one another in one expression.
 */
export function tooDeepAt(source: string): number | undefined {
  if (source.length <= DEEPEST) return undefined;
  let depth = 0;
  let chain = 0;
  let operators = 0;
  let afterOperand = false;
  const code = source.replace(TEXTS, (text) => (text.startsWith("/") ? " " : "x").repeat(text.length));
  for (const { 0: step, index } of code.matchAll(STEPS)) {
    const isOperand = /^[\w$]/.test(step);
    if ("([{".includes(step)) depth++;
    else if (")]}".includes(step)) depth = Math.max(0, depth - 1);
    else if (step === ";" || step === ",") chain = operators = 0;
    else if (isOperand) operators = afterOperand ? 0 : operators;
    else {
      if (afterOperand) operators++;
      if (/=>|\?/.test(step)) chain++;
    }
    afterOperand = isOperand || ")]}".includes(step);
    if (depth + chain > DEEPEST || operators > LONGEST) return index;
  }
  return undefined;
}
