/** A magic as help, completion and suggestions know it. */
export interface Magic {
  name: string;
  /** `line`: the rest of its line is its argument; `cell`: it begins a cell and takes the rest of it. */
  forms: readonly ("line" | "cell")[];
  usage: readonly string[];
  summary: string;
  details: string;
}

export const MAGICS: readonly Magic[] = [
  {
    name: "time",
    forms: ["line", "cell"],
    usage: ["%time STATEMENT", "%%time"],
    summary: "tells how long a statement, or the whole cell, takes",
    details:
      "Prints the time on the clock and that of the processors, also when the statement throws. What the statement declares stays, the value of an expression is shown. A promise is awaited. Imports take effect before, and do not count.",
  },
  {
    name: "timeit",
    forms: ["line", "cell"],
    usage: ["%timeit [-n LOOPS] [-r RUNS] EXPRESSION", "%%timeit [-n LOOPS] [-r RUNS]"],
    summary: "measures an expression, or the whole cell, again and again",
    details:
      "Prints the mean and the standard deviation of 7 runs, each of as many loops as take 0.2 s. Promises are awaited. What the cell declares is gone afterwards.",
  },
  {
    name: "who",
    forms: ["line"],
    usage: ["%who"],
    summary: "lists the variables, and the tensors that none of them holds",
    details:
      "Each variable with its type and size, tensors with shape, dtype and bytes; then the tensors that no variable holds, by the cell that made them. Values are followed through objects, arrays, maps, sets and class instances; what only a function's closure holds cannot be seen.",
  },
  {
    name: "reset",
    forms: ["line"],
    usage: ["%reset"],
    summary: "forgets all variables",
    details:
      "Cells then run in a fresh process. It asks nothing (-f is accepted) and must be the first line of its cell.",
  },
  {
    name: "cd",
    forms: ["line"],
    usage: ["%cd FOLDER", "%cd -", "%cd"],
    summary: "changes the current directory",
    details:
      "`-` is the directory before, `~` or nothing your home directory; `{expression}` stands for its value. Relative imports go on from the notebook's folder.",
  },
  {
    name: "env",
    forms: ["line"],
    usage: ["%env", "%env NAME", "%env NAME=VALUE", "%env NAME VALUE"],
    summary: "lists, shows or sets environment variables",
    details:
      "In a value `$NAME` stands for another variable and `{expression}` for the expression's value. The list hides what looks like a secret.",
  },
  {
    name: "install",
    forms: ["line"],
    usage: ["%install PACKAGE …"],
    summary: "installs packages by npm",
    details:
      "npm installs into the nearest folder, from the notebook's upwards, that has a package.json, or into the notebook's own. It does so before the rest of the cell runs, which may import the package at once. npm's options may be given, too.",
  },
  {
    name: "typecheck",
    forms: ["line"],
    usage: ["%typecheck on|warn|off", "%typecheck"],
    summary: "says what type errors do",
    details:
      "`on`: they stop a cell before it runs; `warn`: they are printed and the cell runs; `off`: types are not checked. It holds from its own cell on.",
  },
  {
    name: "help",
    forms: ["line"],
    usage: ["%help", "%help MAGIC"],
    summary: "lists the magics, or explains one",
    details: "`%time?` explains one, too. `name?` shows what is known of a name of your code, `name??` its source.",
  },
  {
    name: "writefile",
    forms: ["cell"],
    usage: ["%%writefile [-a] PATH"],
    summary: "writes the rest of the cell to a file",
    details: "`-a` appends. The folder must exist; the file is replaced whole or not at all.",
  },
  {
    name: "html",
    forms: ["cell"],
    usage: ["%%html"],
    summary: "shows the rest of the cell as HTML",
    details: "The frontend draws it.",
  },
  {
    name: "markdown",
    forms: ["cell"],
    usage: ["%%markdown"],
    summary: "shows the rest of the cell as Markdown",
    details: "The frontend draws it.",
  },
];

export const magicNamed = (name: string): Magic | undefined => MAGICS.find((magic) => magic.name === name);
