/** Writes a model as the grader reads it: model.json and weights.bin in one folder. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { io, type LayersModel } from './tf';

/** `folder` is made if it is not there; a model that is there is replaced. */
export async function saveModel(model: LayersModel, folder: string): Promise<void> {
  await model.save(
    io.withSaveHandler(async (artifacts) => {
      const { modelTopology, weightSpecs, weightData, format, generatedBy, convertedBy } = artifacts;
      if (!weightSpecs || !weightData) throw new Error(`the model for ${folder} has no weights`);
      const weightsManifest = [{ paths: ['weights.bin'], weights: weightSpecs }];
      mkdirSync(folder, { recursive: true });
      const json = { modelTopology, weightsManifest, format, generatedBy, convertedBy };
      writeFileSync(join(folder, 'model.json'), JSON.stringify(json));
      writeFileSync(join(folder, 'weights.bin'), new Uint8Array(io.CompositeArrayBuffer.join(weightData)));
      return { modelArtifactsInfo: io.getModelArtifactsInfoForJSON(artifacts) };
    }),
  );
}
