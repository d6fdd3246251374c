import type { Texts } from '../../core/index.ts'

/** Words of the registration, in the order in which a person meets them. */
export const texts = {
  'register.value': { en: '{value}', es: '{value}' },
  'register.have-sign-in': { en: 'I already have a sign-in', es: 'Ya tengo una cuenta' },
  'register.not-offered.title': { en: 'Please call us for an account', es: 'Llámenos para tener una cuenta' },
  'register.not-offered.lead': {
    en: 'At this clinic, our staff set up accounts. Call us, and we will help you.',
    es: 'En esta clínica, nuestro personal crea las cuentas. Llámenos y le ayudaremos.',
  },
  'register.birth.title': { en: 'Create an account', es: 'Crear una cuenta' },
  'register.birth.lead': {
    en: 'First, your own date of birth. If you help somebody else, we ask about them later.',
    es: 'Primero, su propia fecha de nacimiento. Si ayuda a otra persona, le preguntaremos por ella después.',
  },
  'problem.register-too-young.title': { en: 'You need an adult for this', es: 'Necesita a un adulto para esto' },
  'problem.register-too-young': {
    en: 'We cannot make an account for you on this page. A parent or guardian can ask for family access instead: with an account of their own they can help you. We kept nothing of what was typed.',
    es: 'No podemos crear una cuenta para usted en esta página. Su madre, padre o tutor puede pedir acceso familiar: con una cuenta propia puede ayudarle. No guardamos nada de lo que se escribió.',
  },
  'register.who.title': { en: 'Who is this account for?', es: '¿Para quién es esta cuenta?' },
  'register.who.legend': { en: 'Choose one', es: 'Elija una opción' },
  'register.who.self': { en: 'I am the patient', es: 'Soy el o la paciente' },
  'register.who.self-help': { en: 'I want to see my own record.', es: 'Quiero ver mi propio expediente.' },
  'register.who.family': { en: 'I am a family member', es: 'Soy un familiar' },
  'register.who.family-help': {
    en: 'I want to help a child or another person. The clinic has to agree first.',
    es: 'Quiero ayudar a un menor o a otra persona. Primero, la clínica tiene que aceptar.',
  },
  'register.you.title': { en: 'Tell us about yourself', es: 'Díganos quién es usted' },
  'register.you.lead': {
    en: 'Write your name as the clinic knows it.',
    es: 'Escriba su nombre como lo conoce la clínica.',
  },
  'register.no-phone': {
    en: 'I have no phone: apply another way',
    es: 'No tengo teléfono: pedir acceso de otra forma',
  },
  'register.known-email.title': { en: 'This email has a sign-in already', es: 'Este correo ya tiene una cuenta' },
  'register.known-email.lead': {
    en: 'If it is yours, sign in. If you share this email with somebody, make a separate account for yourself.',
    es: 'Si es suya, inicie sesión. Si comparte este correo con alguien, cree una cuenta aparte para usted.',
  },
  'register.known-email.separate': { en: 'Make a separate account', es: 'Crear una cuenta aparte' },
  'register.known-email.sign-in': { en: 'Sign in', es: 'Iniciar sesión' },
  'register.patient.title': { en: 'Whom do you want to help?', es: '¿A quién quiere ayudar?' },
  'register.patient.lead': {
    en: 'Tell us about the patient. We ask the clinic, and you hear from them.',
    es: 'Díganos quién es el paciente. Le preguntaremos a la clínica, y la clínica le responderá a usted.',
  },
  'register.patient.birth': { en: 'The patient’s date of birth', es: 'Fecha de nacimiento del paciente' },
  'register.patient.relationship': { en: 'Who are you to the patient?', es: '¿Qué relación tiene con el paciente?' },
  'register.patient.parent': { en: 'Parent', es: 'Madre o padre' },
  'register.patient.guardian': { en: 'Guardian', es: 'Tutor legal' },
  'register.patient.representative': { en: 'Legal representative', es: 'Representante legal' },
  'register.patient.caregiver': { en: 'Caregiver or other relative', es: 'Cuidador u otro familiar' },
  'register.review.title': { en: 'Is everything right?', es: '¿Está todo bien?' },
  'register.review.lead': {
    en: 'Look once more. A typing mistake is the most common reason why we cannot go on.',
    es: 'Revíselo una vez más. Un error al escribir es la razón más común por la que no podemos seguir.',
  },
  'register.review.name': { en: 'Name', es: 'Nombre' },
  'register.review.date': { en: '{month}/{day}/{year}', es: '{day}/{month}/{year}' },
  'register.review.patient': { en: 'Patient', es: 'Paciente' },
  'register.review.change': { en: 'Change', es: 'Cambiar' },
  'register.review.submit': { en: 'Yes, go on', es: 'Sí, continuar' },
  'register.check-email.title': { en: 'Check your email', es: 'Revise su correo electrónico' },
  'register.check-email.lead': {
    en: 'There is a sign-in already. We sent a message to it that tells you how to get in.',
    es: 'Ya existe una cuenta. Le enviamos un mensaje que explica cómo entrar.',
  },
  'register.check-email.else': {
    en: 'If the account has no email, look at its text messages. If nothing comes, call us.',
    es: 'Si la cuenta no tiene correo, revise los mensajes de texto. Si no llega nada, llámenos.',
  },
  'register.check-email.recover': { en: 'I forgot my password', es: 'Olvidé mi contraseña' },
  'register.new.title': { en: 'Have you been here before?', es: '¿Ha venido antes?' },
  'register.new.seen': {
    en: 'If you have been seen here before, stop here and call us. We can connect your record in a few minutes.',
    es: 'Si ya le hemos atendido aquí, no siga: llámenos. Podemos conectar su expediente en pocos minutos.',
  },
  'register.new.new': {
    en: 'If you are new, go on. You get an account now, and your record comes with your first visit.',
    es: 'Si es su primera vez, continúe. Tendrá una cuenta ahora, y su expediente llegará con su primera visita.',
  },
  'register.new.not-online': {
    en: 'If you are new, call us too: new patients cannot register online here.',
    es: 'Si es su primera vez, llámenos también: aquí los pacientes nuevos no pueden registrarse en línea.',
  },
  'register.new.continue': { en: 'I am new: go on', es: 'Es mi primera vez: continuar' },
  'register.new.correct': { en: 'Correct my details', es: 'Corregir mis datos' },
  'register.new.apply': { en: 'Ask the clinic to look into it', es: 'Pedir a la clínica que lo revise' },
  'register.place.title': { en: 'Where would you like to be seen?', es: '¿Dónde quiere que le atiendan?' },
  'register.place.any': { en: 'No preference', es: 'Sin preferencia' },
  'register.place.location': { en: 'Location', es: 'Lugar' },
  'register.place.provider': { en: 'Doctor or other provider', es: 'Médico u otro profesional' },
  'register.prospect.title': { en: 'Your account is ready', es: 'Su cuenta está lista' },
  'register.prospect.lead': {
    en: 'You can sign in from now on. No record is connected to your account yet.',
    es: 'Ya puede iniciar sesión. Su cuenta todavía no está conectada a ningún expediente.',
  },
  'register.prospect.next': {
    en: 'The clinic knows that you are here. Bring an ID to your first visit, and they connect your record.',
    es: 'La clínica sabe que usted está aquí. Traiga una identificación a su primera visita y conectarán su expediente.',
  },
  'register.family.title': { en: 'Your request was sent', es: 'Enviamos su solicitud' },
  'register.family.lead': {
    en: 'You have an account now. We sent your request to the clinic.',
    es: 'Ya tiene una cuenta. Enviamos su solicitud a la clínica.',
  },
  'register.family.next': {
    en: 'You hear from them when they have answered. Until then you cannot see any record.',
    es: 'La clínica le avisará cuando tenga una respuesta. Hasta entonces no podrá ver ningún expediente.',
  },
  'register.done.submit': { en: 'Continue', es: 'Continuar' },
  'problem.register-not-offered': {
    en: 'At this clinic, our staff set up accounts. Please call us.',
    es: 'En esta clínica, nuestro personal crea las cuentas. Llámenos, por favor.',
  },
  'problem.register-not-new': {
    en: 'New patients cannot register online here. Please call us.',
    es: 'Aquí los pacientes nuevos no pueden registrarse en línea. Llámenos, por favor.',
  },
  'problem.register-record-changed.title': { en: 'Please start again', es: 'Empiece de nuevo' },
  'problem.register-record-changed': {
    en: 'Something changed while you were here, so no account was made. Please start again, or call us.',
    es: 'Algo cambió mientras usted estaba aquí, así que no se creó ninguna cuenta. Empiece de nuevo o llámenos.',
  },
  'problem.register-account-exists.title': { en: 'There is a sign-in already', es: 'Ya existe una cuenta' },
  'problem.register-account-exists': {
    en: 'There is a sign-in for you already. Sign in with it, or use “Forgot password”. If you do not know about it, call us.',
    es: 'Ya existe una cuenta para usted. Entre con ella o use «Olvidé mi contraseña». Si no sabe nada de ella, llámenos.',
  },
  'problem.register-username-taken.title': { en: 'Please choose another username', es: 'Elija otro nombre de usuario' },
  'problem.register-username-taken': {
    en: 'Someone chose that username a moment before you, so no account was made. Please start again with another name.',
    es: 'Otra persona eligió ese nombre de usuario un momento antes, así que no se creó la cuenta. Empiece de nuevo con otro nombre.',
  },
  'problem.register-account-ended': {
    en: 'This account cannot be used at the moment. Please sign in, or call us.',
    es: 'Esta cuenta no se puede usar en este momento. Inicie sesión o llámenos, por favor.',
  },
} satisfies Texts
