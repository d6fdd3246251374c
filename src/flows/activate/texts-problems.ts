import type { Texts } from '../../core/index.ts'

/**
 * What a person is told when a step is refused. `access-code-wrong` is the one answer for a wrong code, a wrong date
 * and a void code: nothing in it may tell these apart.
 */
export const activateProblemTexts = {
  'problem.access-code-shape': {
    en: 'Check the access code. It has 10 letters and numbers, and never a 0, O, 1 or I.',
    es: 'Revise el código de acceso. Tiene 10 letras y números, y nunca un 0, una O, un 1 ni una I.',
  },
  'problem.access-code-wrong': {
    en: 'This code and date of birth do not work together. Check both and try again. A code stops working after five tries. To get a new one, call the number at the bottom of this page.',
    es: 'Este código y esta fecha de nacimiento no corresponden. Revise los dos datos e inténtelo de nuevo. El código deja de funcionar después de cinco intentos. Para obtener uno nuevo, llame al número que está al final de esta página.',
  },
  'problem.access-code-wrong.heading': { en: 'That did not match', es: 'Los datos no corresponden' },
  'problem.access-code-expired': {
    en: 'This access code is too old to use. Call the number at the bottom of this page and ask for a new one.',
    es: 'Este código de acceso ya caducó. Llame al número que está al final de esta página y pida uno nuevo.',
  },
  'problem.access-code-used': {
    en: 'This access code was already used. If you used it, sign in with your username and password. If it was not you, call the number at the bottom of this page.',
    es: 'Este código de acceso ya se usó. Si lo usó usted, entre con su nombre de usuario y contraseña. Si no fue usted, llame al número que está al final de esta página.',
  },
  'problem.access-code-expired.heading': { en: 'This code is too old', es: 'Este código ya caducó' },
  'problem.access-code-used.heading': { en: 'This code was used', es: 'Este código ya se usó' },
  'problem.activation-no-contact.title': { en: 'We need to check in person', es: 'Debemos comprobarlo en persona' },
  'problem.activation-not-me.title': { en: 'We stopped here', es: 'Nos detuvimos aquí' },
  'problem.activation-code-spent.title': { en: 'This code is no longer valid', es: 'Este código ya no es válido' },
  'problem.activation-account-exists.title': { en: 'There is a sign-in already', es: 'Ya existe una cuenta' },
  'problem.activation-username-taken.title': {
    en: 'Please choose another username',
    es: 'Elija otro nombre de usuario',
  },
  'problem.activation-contact-changed.title': { en: 'Please start again', es: 'Empiece de nuevo' },
  'problem.activation-no-contact': {
    en: 'We have no phone or email on file that can confirm it is you. Please call us or visit us with an ID. Your access code still works.',
    es: 'No tenemos registrado ningún teléfono o correo para confirmar que es usted. Llámenos o visítenos con una identificación. Su código de acceso sigue siendo válido.',
  },
  'problem.activation-not-me': {
    en: 'Thank you for telling us. We stopped here and told our staff. Please call us, and we will find out what went wrong.',
    es: 'Gracias por avisarnos. Nos detuvimos aquí y avisamos a nuestro personal. Llámenos para averiguar qué pasó.',
  },
  'problem.activation-code-spent': {
    en: 'This access code does not work any more. If you just used it in another window, sign in there. If not, call us and ask for a new one.',
    es: 'Este código de acceso ya no funciona. Si acaba de usarlo en otra ventana, continúe allí. Si no, llámenos y pida uno nuevo.',
  },
  'problem.activation-account-exists': {
    en: 'There is already a sign-in for this record. If it is yours, sign in with it, or use “Forgot password”. If you do not know about it, call us.',
    es: 'Ya existe una cuenta para este expediente. Si es suya, entre con ella o use «Olvidé mi contraseña». Si no sabe nada de ella, llámenos.',
  },
  'problem.activation-username-taken': {
    en: 'Someone chose that username a moment before you. Your access code still works: start again and choose another name.',
    es: 'Otra persona eligió ese nombre de usuario un momento antes. Su código sigue siendo válido: empiece de nuevo y elija otro nombre.',
  },
  'problem.activation-contact-changed': {
    en: 'The phone or email that we have on file changed while you were here. Your access code still works: please start again.',
    es: 'El teléfono o correo que tenemos registrado cambió mientras usted estaba aquí. Su código sigue siendo válido: empiece de nuevo.',
  },
} satisfies Texts
