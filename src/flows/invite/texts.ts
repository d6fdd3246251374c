import type { Texts } from '../../core/index.ts'

/** Words of the invitation, in the order in which a person meets them. */
export const texts = {
  'invite.open.title': { en: 'You are invited', es: 'Tiene una invitación' },
  'invite.open.lead': {
    en: 'Here you set up your own sign-in. It takes a few minutes.',
    es: 'Aquí puede crear su propia cuenta. Solo toma unos minutos.',
  },
  'invite.open.needs': {
    en: 'Have the phone at hand whose number we have for you: we send a code to it.',
    es: 'Tenga a mano su teléfono, el que tenemos registrado: le enviaremos un código.',
  },
  'invite.open.new': { en: 'Set up an account of my own', es: 'Crear mi propia cuenta' },
  'invite.open.add': { en: 'I have an account: sign in and add', es: 'Tengo una cuenta: iniciar sesión y agregar' },
  'invite.sign-in': { en: 'Go to sign-in', es: 'Ir al inicio de sesión' },
  'invite.dead.title': { en: 'This invitation does not work', es: 'Esta invitación no funciona' },
  'invite.dead.lead': {
    en: 'It was used already, it is too old, or a newer one took its place. Look for the newest mail from us.',
    es: 'Ya se usó, ya venció o le enviamos otra después. Busque nuestro correo más reciente.',
  },
  'invite.dead.next': {
    en: 'If you set up your sign-in already, go there. If not, call us, and we send you a new one.',
    es: 'Si ya creó su cuenta, inicie sesión. Si no, llámenos y le enviaremos otra invitación.',
  },
  'invite.add.title': { en: 'Add to your account?', es: '¿Agregar a su cuenta?' },
  'invite.add.lead': {
    en: 'You are signed in as <b>{username}</b>. What this invitation opens is added to that account.',
    es: 'Inició sesión como <b>{username}</b>. Lo que abre esta invitación se agregará a esa cuenta.',
  },
  'invite.add.next': {
    en: 'First we send a code to the phone number that we have on file.',
    es: 'Primero enviaremos un código al teléfono que tenemos registrado.',
  },
  'invite.add.submit': { en: 'Add to this account', es: 'Agregar a esta cuenta' },
  'invite.add.separate': { en: 'Make a separate account', es: 'Crear una cuenta separada' },
  'invite.email.title': { en: 'Confirm your email', es: 'Confirme su correo electrónico' },
  'invite.email.lead': {
    en: 'Which address may we write to? We send a code to it, to check that it reaches you.',
    es: '¿A qué correo podemos escribirle? Le enviaremos un código para ver si le llega.',
  },
  'invite.username-hint': {
    en: 'Your email, or another name of at least 3 letters or numbers.',
    es: 'Su correo electrónico, u otro nombre de al menos 3 letras o números.',
  },
  'invite.number.lead': {
    en: 'Your clinic has a phone number on file. Show that it is yours.',
    es: 'Su clínica tiene registrado un número de teléfono. Demuestre que es suyo.',
  },
  'invite.number.help-title': { en: 'We can help you with that', es: 'Podemos ayudarle' },
  'invite.number.help': {
    en: 'We can only use a phone number that we have on file. Call us, and we bring it up to date.',
    es: 'Solo podemos usar un número de teléfono que tengamos registrado. Llámenos y lo actualizaremos.',
  },
  'invite.number.stays': {
    en: 'Your invitation still works: keep the mail.',
    es: 'Su invitación sigue siendo válida: guarde el correo.',
  },
  'invite.who.title': { en: 'Whose account is this?', es: '¿De quién es esta cuenta?' },
  'invite.who.lead': { en: 'This invitation is for <b>{name}</b>.', es: 'Esta invitación es para <b>{name}</b>.' },
  'invite.who.legend': { en: 'Who are you?', es: '¿Quién es usted?' },
  'invite.who.self': { en: 'I am the patient', es: 'Soy el o la paciente' },
  'invite.who.self-help': { en: 'You see your own record.', es: 'Verá su propio expediente.' },
  'invite.who.manager': {
    en: 'I manage this patient’s account',
    es: 'Me ocupo de la cuenta del paciente',
  },
  'invite.who.manager-help': {
    en: 'Our staff look at your request before you see anything.',
    es: 'Antes de que usted vea algo, nuestro personal revisará su solicitud.',
  },
  'invite.who.else': { en: 'Are you somebody else?', es: '¿Es usted otra persona?' },
  'invite.who.neither': { en: 'I got this by mistake', es: 'Me llegó por error' },
  'invite.who.neither-hint': {
    en: 'Then we stop here and tell our staff.',
    es: 'Entonces nos detenemos aquí y avisamos a nuestro personal.',
  },
  'invite.who.again': { en: 'Choose who you are again', es: 'Elegir otra vez quién es' },
  'invite.nobody.title': { en: 'We need your phone number first', es: 'Primero necesitamos su número de teléfono' },
  'invite.nobody.lead': {
    en: 'Nobody who manages this account was named when we sent the invitation. Call us, and we note your number and send a new one.',
    es: 'Cuando enviamos la invitación, nadie nos dijo quién se ocupa de esta cuenta. Llámenos: anotaremos su número y le enviaremos otra.',
  },
  'invite.own-number.lead': {
    en: 'One more step: show that the number that our staff noted for you is yours.',
    es: 'Un paso más: demuestre que el número que anotamos para usted es suyo.',
  },
  'invite.manager.title': { en: 'About you', es: 'Sobre usted' },
  'invite.manager.lead': {
    en: 'Your own name and date of birth, not the patient’s.',
    es: 'Su propio nombre y fecha de nacimiento, no los del paciente.',
  },
  'invite.username.title': { en: 'Choose another username', es: 'Elija otro nombre de usuario' },
  'invite.username.lead': {
    en: 'Somebody else uses <b>{username}</b>.',
    es: 'Otra persona usa <b>{username}</b>.',
  },
  'invite.password.title': { en: 'Choose another password', es: 'Elija otra contraseña' },
  'notice.family-request-sent': {
    en: 'Your request was sent. You hear from us when our staff have answered.',
    es: 'Enviamos su solicitud. Le avisaremos cuando haya una respuesta.',
  },

  'problem.invite-manager-age': {
    en: 'Only an adult can manage the account of somebody else. Check your date of birth.',
    es: 'Solo una persona adulta puede ocuparse de la cuenta de otra. Revise su fecha de nacimiento.',
  },
  'problem.invite-spent.title': { en: 'This invitation does not work', es: 'Esta invitación no funciona' },
  'problem.invite-spent': {
    en: 'This invitation was used already, or it ended. If you used it in another window, go on there. If not, call us.',
    es: 'Esta invitación ya se usó o terminó. Si la usó en otra ventana, continúe allí. Si no, llámenos.',
  },
  'problem.invite-not-me.title': { en: 'We stopped here', es: 'Nos detuvimos aquí' },
  'problem.invite-not-me': {
    en: 'Thank you for telling us. The invitation does not work any more, and our staff know. Please call us.',
    es: 'Gracias por avisarnos. La invitación ya no funciona y nuestro personal lo sabe. Llámenos, por favor.',
  },
  'problem.invite-account-exists.title': { en: 'There is a sign-in already', es: 'Ya existe una cuenta' },
  'problem.invite-account-exists': {
    en: 'There is already a sign-in for this record. If it is yours, sign in with it, or use “Forgot password”. If you do not know about it, call us.',
    es: 'Ya existe una cuenta para este expediente. Si es suya, entre con ella o use «Olvidé mi contraseña». Si no sabe nada de ella, llámenos.',
  },
  'problem.invite-other-person.title': { en: 'This account is somebody else’s', es: 'Esta cuenta es de otra persona' },
  'problem.invite-other-person': {
    en: 'The account that is signed in belongs to a person with another date of birth. Nothing was added, and your invitation still works: open it again and make a separate account.',
    es: 'La cuenta con la que inició sesión es de una persona con otra fecha de nacimiento. No se agregó nada y su invitación sigue siendo válida: ábrala otra vez y cree una cuenta separada.',
  },
  'problem.invite-username-taken.title': { en: 'Please choose another username', es: 'Elija otro nombre de usuario' },
  'problem.invite-username-taken': {
    en: 'Someone chose that username a moment before you. Your invitation still works: open it again and choose another name.',
    es: 'Otra persona eligió ese nombre de usuario un momento antes. Su invitación sigue siendo válida: ábrala otra vez y elija otro nombre.',
  },
  'problem.invite-number-changed.title': { en: 'Please start again', es: 'Empiece de nuevo' },
  'problem.invite-number-changed': {
    en: 'The number that we have on file changed while you were here. Your invitation still works: please open it again.',
    es: 'El número que tenemos registrado cambió mientras usted estaba aquí. Su invitación sigue siendo válida: ábrala otra vez.',
  },
} satisfies Texts
