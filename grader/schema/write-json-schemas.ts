/** Writes the JSON schemas that editors and other tools read: `node dist/schema/write-json-schemas.js`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jsonSchemas } from './json-schemas.js';

for (const [name, text] of Object.entries(jsonSchemas())) writeFileSync(join('rubrics', name), text);
