import type { PeerName } from "../peers/peers.ts";
import type { Kind, Layer } from "./layer.ts";
import { mobilenet } from "./network.ts";
import { describe, PASSES, type Pass, type Task } from "./task.ts";

/** Channels and the side of the maps, from wide and thin to small and deep. */
const SIZES = [
  [32, 112],
  [128, 56],
  [512, 14],
] as const;
const KINDS = ["standard", "depthwise", "grouped", "separable"] as const;
const GROUPS = 8;

/** On one thread: at least so many times as fast as the peer. */
export interface Goal {
  title: string;
  task: string;
  device: PeerName;
  against: PeerName;
  atLeast: number;
}

function layerOf(kind: (typeof KINDS)[number], [channels, side]: readonly [number, number]): Layer {
  const groups = { standard: 1, depthwise: channels, grouped: GROUPS, separable: 1 }[kind];
  const maps = { inChannels: channels, outChannels: channels, height: side, width: side };
  const window = { kernel: [3, 3], stride: [1, 1], padding: [1, 1], groups } as const;
  return { ...maps, ...window, ...(kind === "separable" && { separable: true }) };
}

const taskOf = (kind: (typeof KINDS)[number], size: readonly [number, number], pass: Pass): Task => ({
  kind: "layer",
  layer: layerOf(kind, size),
  pass,
  batch: 1,
});

/** The layers that the goals speak of. */
export function goalTasks(passes: readonly Pass[] = PASSES): Task[] {
  return passes.flatMap((pass) => KINDS.flatMap((kind) => SIZES.map((size) => taskOf(kind, size, pass))));
}

export const inference = (batch = 1): Task => ({ kind: "network", network: mobilenet(), pass: "inference", batch });

type Row = readonly [Exclude<Kind, "pointwise">, Pass, PeerName, PeerName, readonly [number, number, number]];

/** Ratios at 32@112², 128@56² and 512@14². */
const LAYERS: readonly Row[] = [
  ["standard", "forward", "sepconv-wasm", "tfjs-wasm", [1.6, 1.6, 1.6]],
  ["standard", "forward", "sepconv-wasm", "onnxruntime-node", [0.4, 0.4, 0.4]],
  ["standard", "forward", "sepconv-tensorflow", "pytorch", [0.9, 0.9, 0.6]],
  ["depthwise", "forward", "sepconv-wasm", "tfjs-wasm", [4, 4, 4]],
  ["depthwise", "forward", "sepconv-wasm", "onnxruntime-node", [2, 2, 1]],
  ["depthwise", "forward", "sepconv-tensorflow", "pytorch", [1.5, 1.5, 1.5]],
  ["grouped", "forward", "sepconv-wasm", "onnxruntime-node", [2, 0.4, 0.4]],
  ["grouped", "forward", "sepconv-tensorflow", "pytorch", [1, 1, 1]],
  ["grouped", "weight gradient", "sepconv-tensorflow", "pytorch", [1, 1, 1]],
  ["grouped", "input gradient", "sepconv-tensorflow", "pytorch", [1, 1, 1]],
  ["separable", "forward", "sepconv-wasm", "tfjs-wasm", [3, 1.8, 1.8]],
  ["separable", "forward", "sepconv-wasm", "onnxruntime-node", [2, 0.4, 0.4]],
  ["separable", "forward", "sepconv-tensorflow", "pytorch", [1, 1, 1]],
  ["standard", "weight gradient", "sepconv-wasm", "tfjs-cpu", [5, 5, 5]],
  ["standard", "weight gradient", "sepconv-tensorflow", "pytorch", [0.8, 0.8, 0.8]],
  ["depthwise", "weight gradient", "sepconv-wasm", "tfjs-cpu", [5, 5, 5]],
  ["depthwise", "weight gradient", "sepconv-tensorflow", "pytorch", [0.8, 0.8, 0.8]],
];

const NETWORK: readonly (readonly [PeerName, PeerName, number])[] = [
  ["sepconv-wasm", "tfjs-wasm", 1.7],
  ["sepconv-wasm", "onnxruntime-node", 0.4],
  ["sepconv-tensorflow", "pytorch", 1],
];

/** What is to be reached, each by the name of its task. */
export function goals(): Goal[] {
  const ofLayers = LAYERS.flatMap(([kind, pass, device, against, ratios]) =>
    SIZES.map((size, i): Goal => {
      const task = describe(taskOf(kind, size, pass));
      return { title: `${kind} ${size[0]}@${size[1]}², ${pass}`, task, device, against, atLeast: ratios[i]! };
    }),
  );
  const task = describe(inference());
  const ofNetwork = NETWORK.map(([device, against, atLeast]): Goal => ({
    title: task,
    task,
    device,
    against,
    atLeast,
  }));
  return [...ofLayers, ...ofNetwork];
}
