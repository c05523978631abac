/**
 * Runs tfjs-core's own tests on the backend that the first argument names, and prints a
 * line of JSON a spec.
 *
 * @module
 */
import { jasmineEnv } from "./jasmine_globals.ts";
import "@tensorflow/tfjs-core/dist/tests.js";

const [backend] = Deno.args;
jasmineEnv.configure({ random: false });
jasmineEnv.clearReporters();
jasmineEnv.addReporter({
  specDone({ fullName, status, failedExpectations }) {
    const name = fullName.replaceAll(` ${backend} {}`, "");
    const why = failedExpectations.map(({ message }) => message.slice(0, 300));
    console.log("spec " + JSON.stringify({ name, status, why }));
  },
});
await jasmineEnv.execute();
console.log("specs end");
Deno.exit(0);
