/** As notebooks write it. */
export const IMPORT_TFJS = 'import * as tf from "@tensorflow/tfjs";';
