/**
 * A thread that trains the doctor's patients.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { startWasmBackend } from "../lib/wasm/start.ts";
import { serveCrew } from "./crew.ts";
import { type Patient, trainPatient } from "./train_patient.ts";

const name = "patients";
await startWasmBackend({ name, threads: 1 });
await tf.setBackend(name);

serveCrew(({ patient, seed }: { patient: Patient; seed: number }) =>
  trainPatient(patient, seed)
);
