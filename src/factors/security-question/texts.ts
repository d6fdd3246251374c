import type { Texts } from '../../core/index.ts'

export const texts = {
  'factor.security-question.title': { en: 'Answer your question', es: 'Responda su pregunta' },
  'factor.security-question.lead': {
    en: 'Answer as you did when you chose this question. Capital letters do not matter. Spaces and marks do. You have three tries.',
    es: 'Responda como lo hizo cuando eligió esta pregunta. Las mayúsculas no importan. Los espacios y los signos sí. Tiene tres intentos.',
  },
  'factor.security-question.choice': { en: 'Answer my security question', es: 'Responder mi pregunta de seguridad' },
  'factor.security-question.help': {
    en: 'The question that you chose yourself.',
    es: 'La pregunta que usted eligió.',
  },
  'factor.security-question.send': { en: 'Continue', es: 'Continuar' },
  'factor.security-question.ready': {
    en: 'We will ask the question that you chose.',
    es: 'Le haremos la pregunta que usted eligió.',
  },
  'factor.security-question.again': { en: 'Try again', es: 'Intentar otra vez' },
  'factor.security-question.switch': {
    en: 'Answer my security question instead',
    es: 'Prefiero responder mi pregunta de seguridad',
  },
  'problem.answer-wrong': {
    en: 'That is not the answer that we have. Spaces and marks count. After three tries this way is paused; you can use another way.',
    es: 'Esa no es la respuesta que tenemos. Los espacios y los signos cuentan. Después de tres intentos esta forma se pausa; puede usar otra.',
  },
  'problem.answer-paused': {
    en: 'There were too many wrong answers. This way is paused for now. Please use another way, or try again in an hour.',
    es: 'Hubo demasiadas respuestas incorrectas. Esta forma está en pausa por ahora. Use otra forma o inténtelo de nuevo en una hora.',
  },

  'question.first-friend': {
    en: 'What was the first name of your first best friend?',
    es: '¿Cómo se llamaba su primer mejor amigo o su primera mejor amiga?',
  },
  'question.childhood-nickname': {
    en: 'What did your family call you when you were a child?',
    es: '¿Cómo le decían en su familia cuando era niño o niña?',
  },
  'question.first-concert': {
    en: 'Who played at the first concert that you went to?',
    es: '¿Quién tocó en el primer concierto al que fue?',
  },
  'question.favorite-teacher': {
    en: 'What was the last name of the teacher whom you liked best?',
    es: '¿Cuál era el apellido del maestro o la maestra que más le gustó?',
  },
  'question.dream-job': {
    en: 'What did you want to be when you were a child?',
    es: '¿Qué quería ser de grande cuando era niño o niña?',
  },
  'question.first-dish': {
    en: 'What was the first dish that you learned to cook?',
    es: '¿Cuál fue el primer plato que aprendió a cocinar?',
  },
  'question.childhood-place': {
    en: 'Where did you like to play best as a child?',
    es: '¿Dónde le gustaba más jugar cuando era niño o niña?',
  },
  'question.first-trip': {
    en: 'Where did you go on your first long trip?',
    es: '¿A dónde fue en su primer viaje largo?',
  },
  'question.favorite-book': {
    en: 'Which book did you read more than once when you were young?',
    es: '¿Qué libro leyó más de una vez cuando era joven?',
  },
  'question.oldest-cousin': {
    en: 'What is the first name of your oldest cousin?',
    es: '¿Cuál es el nombre de su primo o prima mayor?',
  },
} satisfies Texts
