/**
 * Where a source contradicts itself or another, and what its recipe does: one thing a note.
 *
 * They stand in the recipes of `recipes.ts`, in the table of chapter 6 and on the page of
 * each run.
 *
 * @module
 */

/** Notes on _Dive into Deep Learning_, with PyTorch, MXNet and TensorFlow. */
export const D2L_NOTES = [
  "The summary says that D's input layer has no batch norm; the code has one. We follow " +
  "the code.",
  "The PyTorch and TensorFlow code overwrites batch norm's γ and β with N(0, .02), though " +
  "γ should be near 1. We follow the code; the initialisation pytorchTutorial mends it.",
  "The text calls D a network of four convolutions; the code has five. We follow the code.",
  "The learning rate is 25 times the paper's 2e-4, and the printed losses (D .03, G 7.2) " +
  "show that D overpowers G. We keep it.",
  "D's loss is halved: an undecided D scores ln 2, where most others score 2 ln 2. So do we.",
  "The losses of a batch are summed for the gradient. So do we, and show them per image.",
  "The same latents serve both updates, and G computes their images twice. So does ours.",
  "The MXNet code divides its summed gradients by the batch size. We follow the PyTorch " +
  "code, which does not.",
  "The incomplete last batch of an epoch is trained on there. We leave it out.",
  "The TensorFlow code never says training=True: batch norm stays in inference mode. We " +
  "follow the PyTorch code, which trains in training mode.",
  "The TensorFlow code's Adam has Keras's ε 1e-7. We follow the PyTorch code, with 1e-8.",
  "The TensorFlow code shuffles cached batches, so the same images always meet. We shuffle " +
  "the images.",
  "A comment says “normalize to N(0, 1)” over code that maps images elsewhere: to [0, 1], " +
  "then to [−1, 1]. So do we.",
  "A comment gives D's last map 64·64 channels; the code gives it 64·8. We follow the code.",
];

/** Notes on PyTorch's tutorial, as the study note has it. */
export const TUTORIAL_NOTES = [
  "The note leaves batch size and epochs out; 128 and 5 are the tutorial's own.",
  "The note's formulas of both losses lack the minus sign that its code's BCELoss has. We " +
  "have it.",
  "D ends in a sigmoid there and the loss takes its logarithm. Ours takes the logit, which " +
  "is the same, and finite where D is sure.",
  "The note says that the grid's latents stay the same because of the seed; they do because " +
  "they are drawn once. So are ours.",
  "A comment gets an output of 64 from 2·(16 − 1) − 2 + 4; the input has 32. Our sizes follow " +
  "the formula.",
];

/** Notes on Hands-On GANs that hold for each of its three data sets. */
export const HANDS_ON_NOTES = [
  "“Exactly reproducible” contradicts cudnn.benchmark, which may choose another kernel each " +
  "time. Ours repeats bit for bit.",
  "Its files hold no optimiser, so no training can go on from them as it was. Our " +
  "checkpoints hold everything.",
  "It clears its output folder when it starts, and earlier results with it. We write over " +
  "nothing.",
  "It does not run as printed: negG, viz_temsor, a bracket and an import that are missing. " +
  "We do what it means.",
  "It shows the real images beside the generated ones and saves the weights every epoch.",
  "In latent arithmetic its “small random values” are .1 of N(−1, 1), which shifts all of z by " +
  "−.1. Chapter 8 centres them at 0.",
  "In latent arithmetic z3 stands for men, but takes vector 6, which z1 takes for a smiling " +
  "woman. In chapter 8 a classifier chooses.",
];

/** Notes on GANs in Action. */
export const GANS_IN_ACTION_NOTES = [
  "It updates D twice a step, on the real batch and then on the fake one, and prints the " +
  "mean of both losses. So do we; the other sources update D once on both.",
  "It makes D's fakes by predict(), in inference mode. So do we.",
  "It draws new latents for G's update, so G learns from other images than D. So does ours.",
  "img_shape is undefined and np.ones(batch_size, 1) fails: the code does not run as " +
  "printed. We do what it means.",
  "D's last map is said to be 3×3×128 = 1152; “same” padding makes it 4×4×128 = 2048. We " +
  "follow the code.",
  "The text scales images to “[1, 1]”; its code to [−1, 1]. We follow the code.",
  "Equation 4.2 divides by σ without its batch's index. We take the batch's own variance.",
  "Kernels of 3 with stride 2 draw the checkerboards that the study note warns of. We keep " +
  "them.",
  "In today's Keras, trainable = False also puts D's batch norm into inference mode, and " +
  "readers get noise images. Ours trains as it did when the book was written.",
  "Images are drawn with replacement and there is no epoch. Ours go through the data in " +
  "epochs, in a new order each time.",
  "Adam's constants, Glorot-uniform filters, batch norm with ε .001 and momentum .99 are " +
  "Keras's defaults, which the book does not name. So are ours.",
];

/** Notes on the paper. */
export const PAPER_NOTES = [
  "Figure 1 shows G with 1024 channels at 4×4 and kernels of 5, where the other sources " +
  "have half or fewer, and smaller kernels. We follow the figure, and D mirrors it.",
  "The text says that all weights are N(0, .02); the authors' code draws γ from N(1, .02). " +
  "We follow the code.",
  "The text leaves out β2, ε and what is logged; .999, 1e-8 and one line and 196 fixed " +
  "samples an epoch are the authors' code's.",
  "The authors' code updates G on one batch and D on the next; the text does not say so. We " +
  "update both on every batch.",
  "The authors' code has a weight decay of 1e-5; the text has none. Neither have we.",
  "Their code normalises G's first layer by unit and not by channel, with the batch's " +
  "statistics always and ε 1e-8. We normalise by channel, with ε 1e-5, as PyTorch's " +
  "tutorial does.",
  "The latents are uniform. Every other source draws normal ones.",
  "The text gives no number of epochs; figures 2 and 3 show the bedrooms after 1 and 5.",
];
