import type { Texts } from '../../core/index.ts'

const toldEn =
  'You will be signed out everywhere else, and we will tell you at every phone and email address that we have for you.'
const toldEs =
  'Se cerrará su sesión en todos los demás aparatos y le avisaremos a todos los teléfonos y correos que tenemos de usted.'

export const texts = {
  'contacts.back': { en: 'Back to my account', es: 'Volver a mi cuenta' },
  'contacts.other': { en: 'Choose another one', es: 'Elegir otro' },
  'contacts.phone-ending': { en: 'Phone ending in {digits}', es: 'Teléfono que termina en {digits}' },
  'contacts.email-masked': { en: 'Email {masked}', es: 'Correo {masked}' },
  'contacts.is-primary': { en: 'This one comes first.', es: 'Este es el principal.' },
  'contacts.replaces': { en: 'Does it take the place of another one?', es: '¿Sustituye a otro?' },
  'contacts.keep-all.email': { en: 'No, keep all my email addresses', es: 'No, conservar todos mis correos' },
  'contacts.keep-all.phone': { en: 'No, keep all my phones', es: 'No, conservar todos mis teléfonos' },
  'contacts.make-primary.email': {
    en: 'Write to this address first from now on',
    es: 'Escribirme primero a este correo a partir de ahora',
  },
  'contacts.make-primary.phone': {
    en: 'Use this phone first from now on',
    es: 'Usar primero este teléfono a partir de ahora',
  },
  'contacts.send-code': { en: 'Send me a code', es: 'Enviarme un código' },

  'contacts.add-email.title': { en: 'Add an email address', es: 'Agregue un correo electrónico' },
  'contacts.add-email.lead': {
    en: `We will send a code there to make sure that it is yours. ${toldEn}`,
    es: `Enviaremos un código a esa dirección para confirmar que es suya. ${toldEs}`,
  },
  'contacts.add-email.field': { en: 'New email address', es: 'Correo electrónico nuevo' },
  'contacts.add-email.change': { en: 'Use another address', es: 'Usar otro correo' },

  'contacts.add-phone.title': { en: 'Add a phone', es: 'Agregue un teléfono' },
  'contacts.add-phone.lead': {
    en: `We will send a code there to make sure that it is yours. ${toldEn}`,
    es: `Enviaremos un código a ese número para confirmar que es suyo. ${toldEs}`,
  },
  'contacts.add-phone.on-file': {
    en: 'Your clinic keeps its own number for you. This page does not change it.',
    es: 'Su clínica guarda su propio número de usted. Esta página no lo cambia.',
  },
  'contacts.add-phone.field': { en: 'New phone number', es: 'Número de teléfono nuevo' },
  'contacts.add-phone.how': { en: 'How should codes come?', es: '¿Cómo quiere recibir los códigos?' },
  'contacts.add-phone.text': { en: 'Text me', es: 'Por mensaje de texto' },
  'contacts.add-phone.call': { en: 'Call me', es: 'Por llamada' },
  'contacts.add-phone.change': { en: 'Use another number', es: 'Usar otro número' },

  'contacts.remove.title': { en: 'Remove a phone or an email address', es: 'Quitar un teléfono o un correo' },
  'contacts.remove.legend': { en: 'Which one do you want to remove?', es: '¿Cuál quiere quitar?' },
  'contacts.remove.nothing': {
    en: 'There is nothing to remove: your account has no phone and no email address.',
    es: 'No hay nada que quitar: su cuenta no tiene teléfono ni correo.',
  },
  'contacts.remove.confirm-title': { en: 'Remove this?', es: '¿Quitar esto?' },
  'contacts.remove.confirm': {
    en: `We will send no more codes and no more messages there. ${toldEn}`,
    es: `No enviaremos más códigos ni mensajes ahí. ${toldEs}`,
  },
  'contacts.remove.submit': { en: 'Remove', es: 'Quitar' },

  'contacts.primary.title': { en: 'Choose which one comes first', es: 'Elija cuál es el principal' },
  'contacts.primary.legend': {
    en: 'Which one should come first from now on?',
    es: '¿Cuál será el principal a partir de ahora?',
  },
  'contacts.primary.nothing': {
    en: 'There is nothing to choose: you have one phone or one email address at most.',
    es: 'No hay nada que elegir: tiene como mucho un teléfono o un correo.',
  },
  'contacts.primary.confirm-title': { en: 'Put this first?', es: '¿Usar este como principal?' },
  'contacts.primary.confirm': {
    en: `Portals will see this one, and we will use it first. ${toldEn}`,
    es: `Los portales verán este, y lo usaremos primero. ${toldEs}`,
  },
  'contacts.primary.submit': { en: 'Put it first', es: 'Usar como principal' },

  'contacts.undo.title': { en: 'Put your account back as it was?', es: '¿Dejar su cuenta como estaba?' },
  'contacts.undo.lead': {
    en: 'The phones and email addresses of your account will be what they were before the change. Everyone will be signed out.',
    es: 'Los teléfonos y correos de su cuenta serán los de antes del cambio. Se cerrarán todas las sesiones.',
  },
  'contacts.undo.later': {
    en: 'Later changes to them will be undone as well. Passkeys, apps, questions and recovery codes that were added later will be removed.',
    es: 'También se desharán los cambios posteriores. Se quitarán las llaves de acceso, aplicaciones, preguntas y códigos de recuperación que se agregaron después.',
  },
  'contacts.undo.leave': {
    en: 'Did you make the change yourself, and want to keep it? Then leave this page.',
    es: '¿Hizo usted el cambio y quiere conservarlo? Entonces salga de esta página.',
  },
  'contacts.undo.submit': { en: 'Put it back', es: 'Dejarla como estaba' },
  'contacts.undo.done-title': { en: 'Your account is as it was', es: 'Su cuenta está como antes' },
  'contacts.undo.done': {
    en: 'The phones and email addresses were put back, and everyone was signed out. What was added later to sign in or to confirm was removed.',
    es: 'Los teléfonos y correos se restablecieron y se cerraron todas las sesiones. Se quitó lo que se agregó después para entrar o confirmar.',
  },
  'contacts.undo.advice': {
    en: 'Was it not you who made the change? Then somebody may know your password. Choose a new one now.',
    es: '¿No hizo usted el cambio? Entonces alguien puede saber su contraseña. Elija una nueva ahora.',
  },
  'contacts.undo.recover': { en: 'Choose a new password', es: 'Elegir una contraseña nueva' },
  'contacts.undo.sign-in': { en: 'Go to sign-in', es: 'Ir al inicio de sesión' },
  'contacts.undo.dead-title': { en: 'This link no longer works', es: 'Este enlace ya no sirve' },
  'contacts.undo.dead': {
    en: 'It was used before, or it is too old. Did somebody else change your account? Call the help desk.',
    es: 'Ya se usó o es demasiado antiguo. ¿Otra persona cambió su cuenta? Llame al número de ayuda.',
  },
  'problem.undo-dead': {
    en: 'This link no longer works: it was used before, or it is too old. Nothing was changed.',
    es: 'Este enlace ya no sirve: ya se usó o es demasiado antiguo. No se cambió nada.',
  },

  'problem.contact-known': {
    en: 'Your account has this one already.',
    es: 'Su cuenta ya lo tiene.',
  },
  'problem.contact-too-many': {
    en: 'Your account has as many as it can hold. Replace one of them, or remove one first.',
    es: 'Su cuenta ya tiene todos los que caben. Sustituya uno o quite uno primero.',
  },
  'problem.contact-last': {
    en: 'This is the only way to reach you, so it cannot be removed. Add another one first.',
    es: 'Es la única forma de comunicarnos con usted, así que no se puede quitar. Agregue otra primero.',
  },
  'problem.contact-is-username': {
    en: 'This address is your username, so it cannot be removed. Choose another username first.',
    es: 'Este correo es su nombre de usuario, así que no se puede quitar. Elija otro nombre de usuario primero.',
  },
  'notice.contact-added': {
    en: 'Added. We told you at every phone and email address that we have for you. You were signed out everywhere else.',
    es: 'Se agregó. Le avisamos a todos los teléfonos y correos que tenemos de usted. Se cerró su sesión en todos los demás aparatos.',
  },
  'notice.contact-removed': {
    en: 'Removed. We told you at every phone and email address that we have for you. You were signed out everywhere else.',
    es: 'Se quitó. Le avisamos a todos los teléfonos y correos que tenemos de usted. Se cerró su sesión en todos los demás aparatos.',
  },
  'notice.contact-primary': {
    en: 'Saved. We told you at every phone and email address that we have for you. You were signed out everywhere else.',
    es: 'Se guardó. Le avisamos a todos los teléfonos y correos que tenemos de usted. Se cerró su sesión en todos los demás aparatos.',
  },
} satisfies Texts
