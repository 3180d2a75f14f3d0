import { inspect, types } from "node:util";
import { escape } from "../../escape.ts";
import { isTensor, type TensorLike } from "../render/tensor/tensor-like.ts";
import { bytesOf, type Lost, nameOfMaker, type Tracked, trackedTensors } from "./tensors.ts";
import { Reach } from "./reach.ts";
import { show } from "./show.ts";
import { type Table, tableHtml, tableText } from "./table.ts";

const LONGEST_VALUE = 60;

/** `%who`: the variables, and the tensors that none of them holds. A name without a value, as that of a type, is left out. */
export function who(names: readonly (readonly [name: string, value: () => unknown])[]): void {
  const reach = new Reach();
  const held = new Set<number>();
  const rows = names.flatMap(([name, read]) => {
    const variable = valueOf(read);
    if (!variable) return [];
    const tensors = reach.from(variable.value);
    for (const { id } of tensors) held.add(id);
    return [[name, typeOf(variable.value), sizeOf(variable.value, tensors), preview(variable.value)]];
  });
  const sections: Section[] =
    rows.length > 0
      ? [{ table: { columns: ["variable", "type", "size", "value"], rows } }]
      : [{ note: "There are no variables." }];
  show(bundleOf([...sections, ...unheld(held), ...(reach.exhausted ? [{ note: GAVE_UP }] : [])]));
}

type Section = { table: Table } | { note: string };

const GAVE_UP =
  "The variables lead to so many values that not all could be searched: some of these tensors may be held.";
const REMEDY =
  "dispose() frees a tensor, tf.tidy() those of a function. Tensors that only a function's closure or a private field holds are listed here, too.";

function unheld(held: ReadonlySet<number>): Section[] {
  const { live, lost } = trackedTensors();
  const unheldTensors = [...live].flatMap(([id, tensor]) => (held.has(id) ? [] : [tensor]));
  const byMaker = Map.groupBy(unheldTensors, ({ maker }) => maker);
  const lostOf = new Map(lost.map((one) => [one.maker, one]));
  const makers = new Set([...byMaker.keys(), ...lostOf.keys()]);
  if (makers.size === 0) return [];
  const rows = [...makers]
    .toSorted((one, other) => one - other)
    .map((maker) => rowOf(maker, byMaker.get(maker) ?? [], lostOf.get(maker)));
  const total = (column: 1 | 2) => rows.reduce((sum, row) => sum + row[column], 0).toLocaleString("en");
  return [
    { note: `Tensors that no variable holds: ${total(1)}, ${total(2)} bytes. ${REMEDY}` },
    { table: { columns: ["made by", "tensors", "bytes", "which"], rows } },
  ];
}

function rowOf(maker: number, tensors: Tracked[], gone: Lost | undefined) {
  return [
    nameOfMaker(maker),
    tensors.length + (gone?.tensors ?? 0),
    tensors.reduce((sum, { bytes }) => sum + bytes, gone?.bytes ?? 0),
    [...kindsOf(tensors), ...(gone ? [`${gone.tensors.toLocaleString("en")} garbage-collected`] : [])].join(", "),
  ] as const;
}

/** Shapes with their numbers, the most frequent ones. */
function kindsOf(tensors: Tracked[]): string[] {
  const counts = new Map<string, number>();
  for (const { dtype, shape } of tensors) {
    const kind = `${dtype} [${shape.join(", ")}]`;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  const kinds = [...counts].toSorted(([, one], [, other]) => other - one);
  const shown = kinds.slice(0, 3).map(([kind, count]) => (count > 1 ? `${count} × ${kind}` : kind));
  return kinds.length > shown.length ? [...shown, "…"] : shown;
}

function valueOf(read: () => unknown): { value: unknown } | undefined {
  try {
    return { value: read() };
  } catch {
    return undefined;
  }
}

function typeOf(value: unknown): string {
  if (typeof value === "function")
    return /^class\b/.test(Function.prototype.toString.call(value)) ? "class" : "function";
  if (typeof value !== "object" || value === null) return value === null ? "null" : typeof value;
  if (types.isProxy(value)) return "Proxy";
  if (isModule(value)) return "module";
  const name = nameOf(value);
  return isTensor(value) ? `${name} ${value.dtype}` : name;
}

/** Of its class, as far as that can be told without running its code. */
function nameOf(value: object): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null || typeof prototype !== "object") return "Object";
  const constructor: unknown = Object.getOwnPropertyDescriptor(prototype, "constructor")?.value;
  return typeof constructor === "function" && constructor.name !== "" ? constructor.name : "Object";
}

function sizeOf(value: unknown, tensors: TensorLike[]): string {
  if (typeof value === "string") return many(value.length, "character");
  if (typeof value !== "object" || value === null || types.isProxy(value)) return "";
  if (isTensor(value)) {
    const shape = `[${value.shape.join(", ")}]`;
    return value.isDisposed ? `${shape}, disposed` : `${shape}, ${many(bytesOf(value), "byte")}`;
  }
  const holds = tensors.reduce((sum, tensor) => sum + bytesOf(tensor), 0);
  return [
    ownSize(value),
    ...(tensors.length > 0 ? [`${many(tensors.length, "tensor")} of ${many(holds, "byte")}`] : []),
  ].join(", ");
}

function ownSize(value: object): string {
  if (Array.isArray(value)) return many(value.length, "element");
  if (value instanceof Map || value instanceof Set) return many(value.size, "element");
  if (ArrayBuffer.isView(value)) {
    const elements = "length" in value ? `${many(Number(value.length), "element")}, ` : "";
    return `${elements}${many(value.byteLength, "byte")}`;
  }
  if (value instanceof ArrayBuffer) return many(value.byteLength, "byte");
  return many(Object.keys(value).length, isModule(value) ? "export" : "property");
}

const isModule = (value: object): boolean => Object.prototype.toString.call(value) === "[object Module]";

const many = (count: number, what: string): string =>
  `${count.toLocaleString("en")} ${count === 1 ? what : what.replace(/y$/, "ie").concat("s")}`;

function preview(value: unknown): string {
  if (typeof value === "function" || types.isProxy(value)) return "";
  if (typeof value === "object" && value !== null && (isTensor(value) || isModule(value))) return "";
  const options = {
    depth: 0,
    breakLength: Infinity,
    maxArrayLength: 6,
    maxStringLength: LONGEST_VALUE,
    customInspect: false,
  };
  const text = inspect(value, options).replaceAll(/\s+/g, " ");
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE - 1)}…` : text;
}

function bundleOf(sections: Section[]) {
  return {
    "text/plain": sections.map((one) => ("note" in one ? one.note : tableText(one.table))).join("\n\n"),
    "text/html": sections.map((one) => ("note" in one ? `<p>${escape(one.note)}</p>` : tableHtml(one.table))).join(""),
  };
}
