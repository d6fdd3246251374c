import type { StepContext } from '../../flow-engine/index.ts'
import { findRecordOnFile, loadAccountScene, type RecordScene } from '../../steps/index.ts'
import type { Reader } from '../../store/index.ts'

export type QuestionScene = RecordScene

export async function loadScene(
  read: Reader,
  context: Pick<StepContext, 'house' | 'now' | 'ask'>,
): Promise<QuestionScene> {
  const scene = await loadAccountScene(read, context)
  const record = scene.person && (await findRecordOnFile(read, context, scene.person.accountId))
  return record ? { ...scene, record } : scene
}
