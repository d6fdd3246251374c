import { createTranslators } from '../../src/platform/languages/index.ts'
import { viewTexts } from '../../views/index.ts'
import { consoleSampleTexts } from './console-samples.ts'
import { galleryTexts } from './gallery.ts'

export const translators = createTranslators([viewTexts, galleryTexts, consoleSampleTexts])
export const english = translators('en')
export const spanish = translators('es')
