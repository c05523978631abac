// All kernels: what is exported here can be named in WasmBackend.call().
//
// Every export has the same form: it does one task of a job, reads its arguments from
// the struct at `args`, and touches no memory that another task of the job writes.
export * from "./fill";
export * from "./activation_gradient";
export * from "./adam";
export * from "./batch_norm";
export * from "./batch_norm_gradient";
export * from "./binary";
export * from "./copy";
export * from "./micro_kernel_trial";
export * from "./running_statistics";
export * from "./sum";
export * from "./unary";
export * from "./pack_filter";
export * from "./scatter_product";
export * from "./window_gradient";
export * from "./window_product";
export { winogradFilter } from "./winograd_filter";
export * from "./winograd_filter_gradient";
export * from "./winograd_points";
export * from "./winograd_product";
