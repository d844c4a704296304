/** Leaves a check open for staff, and says what they will look at. */
import type { Judge } from '../../checks/judging/judge.js';
import { elsewhere, strays } from '../../files/elsewhere.js';

export const judgeManual: Judge<'manual'> = ({ criteria, file }, { files }) => {
  const remarks = [
    'graded by hand, by staff',
    ...(criteria === undefined ? [] : [`they look at: ${criteria}`]),
    ...(file === undefined ? [] : [tellFile(file, files)]),
  ];
  return { earned: 0, open: true, summary: remarks.join('; '), evidence: { type: 'none' } };
};

function tellFile(path: string, files: Parameters<Judge<'manual'>>[1]['files']): string {
  const isThere = files.some((file) => file.path === path.normalize('NFC'));
  return isThere ? `${path} was handed in` : `${path} was not handed in${elsewhere([path], strays(files))}`;
}
