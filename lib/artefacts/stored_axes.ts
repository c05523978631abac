/** What files of networks say about the order of their axes: ours, not PyTorch's. */
export const STORED_AXES = "HWIO convolutions, HWOI transposed convolutions, IO dense";
