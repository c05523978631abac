import type { RandomGenerator } from "../../tensor/random.ts";
import { drawAttributes, type FaceAttributes } from "./attributes.ts";
import { type Beard, describeBeard, paintBeard } from "./beard.ts";
import type { FaceCanvas } from "./canvas.ts";
import { describeEyes, type Eyes, paintEyes } from "./eyes.ts";
import { describeGlasses, type Glasses, paintGlasses } from "./glasses.ts";
import { coversEars, describeHair, type Hair } from "./hair.ts";
import { createOutline, outlineHair } from "./hair_outline.ts";
import { describeHead, type Head, paintEars, paintHead, paintNeck } from "./head.ts";
import { type Light, lightCanvas } from "./light.ts";
import { describeMouth, type Mouth, paintMouth } from "./mouth.ts";
import { describeNose, type Nose, paintNose } from "./nose.ts";
import { paintHairBefore, paintHairBehind } from "./paint_hair.ts";
import { describeScene, paintClothes, paintWall, type Scene } from "./scene.ts";
import type { Textures } from "./textures.ts";
import { Variation } from "./variation.ts";

/** Everything that decides a picture. */
export interface Portrait {
  attributes: FaceAttributes;
  head: Head;
  hair: Hair;
  eyes: Eyes;
  nose: Nose;
  mouth: Mouth;
  beard: Beard;
  glasses: Glasses;
  scene: Scene;
  light: Light;
}

/**
 * Draws a portrait's attributes and proportions.
 *
 * @param random Where all variation comes from. As many numbers are taken whatever the
 * attributes are, so a changed attribute changes nothing else.
 * @param fixed Attributes that are not left to chance.
 */
export function describePortrait(
  random: RandomGenerator,
  fixed: Partial<FaceAttributes> = {},
): Portrait {
  const vary = new Variation(random);
  const attributes = { ...drawAttributes(vary), ...fixed };
  const head = describeHead(vary, attributes);
  const hair = describeHair(vary, attributes, head);
  const scene = describeScene(vary, attributes);
  return {
    attributes,
    head,
    hair,
    eyes: describeEyes(vary, attributes, hair.colour, head.skin),
    nose: describeNose(vary),
    mouth: describeMouth(vary, attributes),
    beard: describeBeard(vary, attributes, hair.colour),
    glasses: describeGlasses(vary),
    scene,
    light: {
      x: 0.7 * attributes.light,
      y: scene.lightY,
      ambient: scene.ambient,
    },
  };
}

/**
 * Paints a portrait, from the wall to the glasses, and lights it.
 *
 * @param canvas Where it is painted; what was there is lost.
 * @param pixels Where the image goes, `[64, 64, 3]`.
 * @param room Where the hair's outline is worked out; many portraits can share it.
 */
export function paintPortrait(
  canvas: FaceCanvas,
  { attributes, head, hair, eyes, nose, mouth, beard, glasses, scene, light }: Portrait,
  textures: Textures,
  pixels: Uint8Array,
  room = createOutline(),
): void {
  const outline = outlineHair(head, hair, textures, room);
  paintWall(canvas, scene);
  canvas.frame = head.frame;
  paintHairBehind(canvas, head, hair, outline, textures);
  canvas.frame = head.frame;
  paintNeck(canvas, head);
  paintClothes(canvas, head, scene);
  canvas.frame = head.frame;
  paintEars(canvas, head);
  paintHead(canvas, head);
  paintNose(canvas, head, nose, attributes.light);
  paintEyes(canvas, head, eyes, attributes.light);
  paintBeard(canvas, head, mouth, beard, textures);
  paintMouth(canvas, head, mouth);
  paintHairBefore(canvas, head, hair, outline, textures);
  if (attributes.glasses) paintGlasses(canvas, head, eyes, glasses, coversEars(hair));
  lightCanvas(canvas, light, textures, pixels);
}
