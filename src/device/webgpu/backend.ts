import { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import { refuse } from "../../errors.ts";
import { mendAddN } from "./add-n.ts";

mendAddN();

type DataId = object;

/** tfjs's backend on a device of our own, which says what went wrong where tfjs would go on with wrong values, or with none. */
export class Backend extends WebGPUBackend {
  /** Why the device is no more. */
  lost: string | undefined;
  readonly #alive = new Set<DataId>();
  #mistake: string | undefined;

  constructor(device: GPUDevice, info: GPUAdapterInfo, onLost: (message: string) => void) {
    super(device, info);
    void device.lost.then(({ message }) => onLost((this.lost = firstLine(message))));
    device.addEventListener("uncapturederror", (event) => {
      event.preventDefault();
      this.#mistake ??= firstLine(event.error.message);
    });
  }

  override write(values: never, shape: number[], dtype: never): DataId {
    const dataId = super.write(values, shape, dtype);
    this.#alive.add(dataId);
    return dataId;
  }

  override move(dataId: DataId, values: never, shape: number[], dtype: never, references: number): void {
    super.move(dataId, values, shape, dtype, references);
    this.#alive.add(dataId);
  }

  override disposeData(dataId: DataId, force = false): boolean {
    const gone = super.disposeData(dataId, force);
    if (gone) this.#alive.delete(dataId);
    return gone;
  }

  override async read(dataId: DataId): Promise<Awaited<ReturnType<WebGPUBackend["read"]>>> {
    if (!this.#isOnCpu(dataId)) this.#refuseLost();
    try {
      return await super.read(dataId);
    } catch (error) {
      // The reading that was under way fails a moment before the loss is known.
      await new Promise((resolve) => setTimeout(resolve));
      this.#refuseLost();
      throw error;
    } finally {
      this.#refuseMistake();
    }
  }

  override readSync(dataId: DataId): ReturnType<WebGPUBackend["readSync"]> {
    if (!this.#isOnCpu(dataId)) {
      this.#refuseLost();
      const received = "dataSync(), arraySync() or print() on a tensor that lies on the GPU";
      refuse(
        "webgpu",
        "tensors to be read asynchronously",
        received,
        "use await tensor.data(), or await tensor.array()",
      );
    }
    return super.readSync(dataId);
  }

  /** Reads every tensor, so that another device can take it over: tfjs moves tensors synchronously. */
  async download(): Promise<void> {
    await Promise.allSettled([...this.#alive].map((dataId) => this.read(dataId)));
  }

  #isOnCpu(dataId: DataId): boolean {
    const { values, dtype } = this.tensorMap.get(dataId);
    return values != null || dtype === "string";
  }

  #refuseLost(): void {
    if (this.lost === undefined) return;
    const received = `a tensor that lay only on the GPU, which was lost (${this.lost})`;
    refuse("webgpu", "a tensor whose device is there", received, "compute it again, on the device that runs now");
  }

  #refuseMistake(): void {
    const mistake = this.#mistake;
    this.#mistake = undefined;
    if (mistake === undefined) return;
    refuse("webgpu", "operations that the GPU can do", mistake, `use smaller tensors, or useDevice("cpu")`);
  }
}

const firstLine = (message: string) => message.split("\n", 1)[0]!;
