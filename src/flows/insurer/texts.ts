import type { Texts } from '../../core/index.ts'

/** Words of the sign-in with an insurer, in the order in which a person meets them. */
export const texts = {
  'insurer.choose.title': { en: 'Sign in with your insurer', es: 'Entrar con su aseguradora' },
  'insurer.choose.lead': {
    en: 'Use the sign-in that you have with your health insurer. You need no other password here.',
    es: 'Use la cuenta que tiene con su aseguradora de salud. Aquí no necesita otra contraseña.',
  },
  'insurer.ways.sign-in': { en: 'Sign in with a username', es: 'Entrar con un nombre de usuario' },
  'insurer.ways.access-code': { en: 'I have an access code', es: 'Tengo un código de acceso' },

  'insurer.have.title': { en: 'Do you already have an account?', es: '¿Ya tiene una cuenta?' },
  'insurer.have.legend': {
    en: 'You signed in at {name}. It is your first time here with it.',
    es: 'Usted entró en {name}. Es la primera vez que lo usa aquí.',
  },
  'insurer.have.legend-as': {
    en: 'You signed in at {name} as {member}. It is your first time here with it.',
    es: 'Usted entró en {name} como {member}. Es la primera vez que lo usa aquí.',
  },
  'insurer.way.sign-in': { en: 'Yes, I have an account', es: 'Sí, tengo una cuenta' },
  'insurer.way.sign-in-help': {
    en: 'Sign in once more, with your username. Then we connect the two.',
    es: 'Entre una vez con su nombre de usuario. Después conectamos las dos.',
  },
  'insurer.way.access-code': { en: 'I have an access code', es: 'Tengo un código de acceso' },
  'insurer.way.access-code-help': {
    en: 'From your letter, text or email.',
    es: 'Está en su carta, mensaje de texto o correo.',
  },
  'insurer.way.member': { en: 'No. I am a patient here', es: 'No. Soy paciente aquí' },
  'insurer.way.member-help': {
    en: 'We look for your record with your member ID, and send a code to the phone that the clinic has.',
    es: 'Buscamos su expediente con su número de miembro y enviamos un código al teléfono que tiene la clínica.',
  },
  'insurer.way.register': { en: 'No. Create an account', es: 'No. Crear una cuenta' },
  'insurer.way.register-help': {
    en: 'We fill in what your insurer told us. You check it.',
    es: 'Ponemos lo que nos dijo su aseguradora. Usted lo revisa.',
  },

  'insurer.member.title': { en: 'Enter the code from us', es: 'Escriba el código que le enviamos' },
  'insurer.member.sent': {
    en: 'If these details match our records, we sent a 6-digit code to the phone that your clinic has for you.',
    es: 'Si estos datos coinciden con nuestros registros, enviamos un código de 6 dígitos al teléfono que su clínica tiene de usted.',
  },
  'insurer.member.other-way': { en: 'No code came: use another way', es: 'No llegó ningún código: usar otra forma' },
  'insurer.owner.title': { en: 'You already have an account', es: 'Usted ya tiene una cuenta' },
  'insurer.owner.lead': {
    en: 'Sign in with it once. Then we connect {name}, and next time you need only that.',
    es: 'Entre con ella una vez. Después conectamos {name} y la próxima vez solo necesitará eso.',
  },
  'insurer.owner.submit': { en: 'Sign in', es: 'Iniciar sesión' },
  'insurer.owner.forgotten': { en: 'I forgot my username or password', es: 'Olvidé mi usuario o mi contraseña' },

  'insurer.person.title': { en: 'Is this you?', es: '¿Es usted?' },
  'insurer.person.lead': {
    en: 'You are setting up sign-in for <b>{name}</b>.',
    es: 'Está creando la cuenta de <b>{name}</b>.',
  },
  'insurer.person.yes': { en: 'Yes, that is me', es: 'Sí, soy yo' },
  'insurer.person.no': { en: 'That is not me', es: 'No soy yo' },
  'insurer.person.no-hint': {
    en: 'If this is not you, we stop here and tell our staff.',
    es: 'Si no es usted, nos detenemos aquí y avisamos a nuestro personal.',
  },

  'problem.insurer-closed.title': { en: 'We could not sign you in', es: 'No pudimos iniciar su sesión' },
  'problem.insurer-closed': {
    en: 'Your insurer let you in, but we could not sign you in here. Please call us.',
    es: 'Su aseguradora le dejó entrar, pero no pudimos iniciar su sesión aquí. Llámenos, por favor.',
  },
  'problem.insurer-not-me.title': { en: 'We stopped here', es: 'Nos detuvimos aquí' },
  'problem.insurer-not-me': {
    en: 'We told our staff that the record is not yours. Nothing was set up. Please call us.',
    es: 'Avisamos a nuestro personal que el expediente no es suyo. No se creó nada. Llámenos, por favor.',
  },
  'problem.insurer-record-changed.title': { en: 'Please start again', es: 'Empiece de nuevo' },
  'problem.insurer-record-changed': {
    en: 'Something changed while you were here, so no account was made. Please start again, or call us.',
    es: 'Algo cambió mientras usted estaba aquí, así que no se creó ninguna cuenta. Empiece de nuevo o llámenos.',
  },
  'problem.insurer-account-exists.title': { en: 'You already have an account', es: 'Usted ya tiene una cuenta' },
  'problem.insurer-account-exists': {
    en: 'Someone made an account for your record a moment before you. Sign in with it, or call us if it was not you.',
    es: 'Alguien creó una cuenta para su expediente un momento antes. Entre con ella o llámenos si no fue usted.',
  },
  'problem.insurer-username-taken.title': { en: 'Please choose another username', es: 'Elija otro nombre de usuario' },
  'problem.insurer-username-taken': {
    en: 'Someone chose that username a moment before you, so no account was made. Please start again.',
    es: 'Otra persona eligió ese nombre de usuario un momento antes, así que no se creó la cuenta. Empiece de nuevo.',
  },
  'problem.insurer-taken.title': { en: 'This sign-in is used already', es: 'Esta entrada ya se usa' },
  'problem.insurer-taken': {
    en: 'Your sign-in at the insurer opens another account already. Sign in with your insurer again, or call us.',
    es: 'Su entrada en la aseguradora ya abre otra cuenta. Entre otra vez con su aseguradora o llámenos.',
  },
} satisfies Texts
