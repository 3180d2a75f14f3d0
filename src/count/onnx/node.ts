import type { NodeProto } from "./onnx_pb.ts";
import type { Value } from "./value.ts";

const text = new TextDecoder();

/** What an operator's rule needs is not known. */
export class Unknown extends Error {}

/** A node of the graph with what is known of its inputs. */
export class Node {
  readonly type: string;
  readonly inputs: ReadonlyArray<Value | undefined>;
  readonly outputCount: number;
  readonly #proto: NodeProto;

  constructor(proto: NodeProto, inputs: ReadonlyArray<Value | undefined>) {
    this.type = proto.opType;
    this.inputs = inputs;
    this.outputCount = proto.output.length;
    this.#proto = proto;
  }

  /** The shape of an input, which is known. */
  shape(input = 0): readonly number[] {
    const shape = this.inputs[input]?.shape;
    if (!shape) throw new Unknown();
    return shape;
  }

  has(attribute: string): boolean {
    return this.#find(attribute) !== undefined;
  }

  int(attribute: string, otherwise: number): number {
    const found = this.#find(attribute);
    return found ? Number(found.i) : otherwise;
  }

  ints(attribute: string): number[] | undefined {
    return this.#find(attribute)?.ints.map(Number);
  }

  floats(attribute: string): number[] | undefined {
    return this.#find(attribute)?.floats;
  }

  string(attribute: string, otherwise: string): string {
    const found = this.#find(attribute);
    return found ? text.decode(found.s) : otherwise;
  }

  tensor(attribute: string) {
    return this.#find(attribute)?.t;
  }

  /** Integers that older operators have as an attribute and newer ones as an input; "unknown" when the input is not known. */
  setting(attribute: string, input: number): readonly number[] | "unknown" | undefined {
    const given = this.ints(attribute);
    if (given) return given;
    const value = this.inputs[input];
    if (!value || value.shape?.length === undefined) return value ? "unknown" : undefined;
    return value.data ?? "unknown";
  }

  #find(attribute: string) {
    return this.#proto.attribute.find(({ name }) => name === attribute);
  }
}
