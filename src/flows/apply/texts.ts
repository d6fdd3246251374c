import type { Texts } from '../../core/index.ts'

/** Words of the application for access, in the order in which a person meets them. */
export const texts = {
  'apply.have-sign-in': { en: 'I already have a sign-in', es: 'Ya tengo una cuenta' },
  'apply.not-offered.title': { en: 'Please call us for access', es: 'Llámenos para tener acceso' },
  'apply.not-offered.lead': {
    en: 'At this clinic, nobody applies online. Call us, and we will help you.',
    es: 'En esta clínica no se puede pedir acceso en línea. Llámenos y le ayudaremos.',
  },
  'apply.who.title': { en: 'Apply for access', es: 'Pedir acceso' },
  'apply.who.lead': {
    en: 'Tell us who you are. The clinic looks into it and answers you in a few working days.',
    es: 'Díganos quién es usted. La clínica lo revisará y le responderá en pocos días hábiles.',
  },
  'apply.who.legend': { en: 'For whom do you want access?', es: '¿Para quién quiere tener acceso?' },
  'apply.who.self': { en: 'For myself', es: 'Para mí' },
  'apply.who.parent': { en: 'For my child', es: 'Para mi hija o mi hijo' },
  'apply.who.guardian': { en: 'For somebody whose guardian I am', es: 'Para alguien de quien soy tutor legal' },
  'apply.who.representative': {
    en: 'For somebody whom I represent legally',
    es: 'Para alguien a quien represento legalmente',
  },
  'apply.who.caregiver': { en: 'For somebody I care for', es: 'Para alguien a quien cuido' },
  'apply.birth.title': { en: 'When were you born?', es: '¿Cuándo nació usted?' },
  'apply.birth.title-other': { en: 'When was the patient born?', es: '¿Cuándo nació el paciente?' },
  'apply.birth.label-other': { en: 'The patient’s date of birth', es: 'Fecha de nacimiento del paciente' },
  'problem.apply-too-young.title': { en: 'You need a grown-up for this', es: 'Necesita a un adulto para esto' },
  'problem.apply-too-young': {
    en: 'For somebody under 13, a parent or guardian has to apply: on the first page they choose “For my child”. We did not keep the date of birth.',
    es: 'Para alguien menor de 13 años, el acceso lo pide su madre, padre o tutor: en la primera página se elige «Para mi hija o mi hijo». No guardamos la fecha de nacimiento.',
  },
  'apply.names.title': { en: 'What is your name?', es: '¿Cómo se llama usted?' },
  'apply.names.title-other': { en: 'Your name, and the patient’s', es: 'Su nombre y el del paciente' },
  'apply.names.lead': {
    en: 'Write your name as the clinic knows it.',
    es: 'Escriba su nombre como lo conoce la clínica.',
  },
  'apply.names.lead-other': {
    en: 'Write the patient’s name as the clinic knows it.',
    es: 'Escriba el nombre del paciente como lo conoce la clínica.',
  },
  'apply.names.own-given': { en: 'Your first name', es: 'Su nombre' },
  'apply.names.own-family': { en: 'Your last name', es: 'Sus apellidos' },
  'apply.names.patient-given': { en: 'The patient’s first name', es: 'Nombre del paciente' },
  'apply.names.patient-family': { en: 'The patient’s last name', es: 'Apellidos del paciente' },
  'apply.names.patient-sex': { en: 'The patient’s sex', es: 'Sexo del paciente' },
  'apply.no-email.title': { en: 'Please call us', es: 'Llámenos, por favor' },
  'problem.apply-no-email': {
    en: 'We answer applications by email. Without one, call us, and we will help you.',
    es: 'Respondemos a las solicitudes por correo electrónico. Si no tiene, llámenos y le ayudaremos.',
  },
  'apply.no-email.back': { en: 'I have an email', es: 'Sí tengo correo electrónico' },
  'apply.phone.title': { en: 'How else do we know you?', es: '¿Con qué otros datos le conocemos?' },
  'apply.phone.lead': {
    en: 'A phone number that the clinic may have helps us to find the right record. We do not call it now.',
    es: 'Si la clínica tiene su teléfono, nos ayuda a encontrar el expediente correcto. No llamaremos ahora.',
  },
  'apply.review.title': { en: 'Is everything right?', es: '¿Está todo bien?' },
  'apply.review.lead': {
    en: 'Look once more. Then your application goes to the clinic.',
    es: 'Revíselo una vez más. Después su solicitud irá a la clínica.',
  },
  'apply.review.row': {
    en: '{label, select, own {Your name} patient {Patient} name {Name} email {Email} phone {Phone} other {ZIP code}}: {value}',
    es: '{label, select, own {Su nombre} patient {Paciente} name {Nombre} email {Correo electrónico} phone {Teléfono} other {Código postal}}: {value}',
  },
  'apply.review.birth': {
    en: 'Date of birth: {month}/{day}/{year}',
    es: 'Fecha de nacimiento: {day}/{month}/{year}',
  },
  'apply.review.change-names': { en: 'Correct the name', es: 'Corregir el nombre' },
  'apply.review.change-birth': { en: 'Correct the date of birth', es: 'Corregir la fecha de nacimiento' },
  'apply.review.change-phone': { en: 'Correct phone or ZIP code', es: 'Corregir el teléfono o el código postal' },
  'apply.review.submit': { en: 'Send the application', es: 'Enviar la solicitud' },
  'apply.sent.title': { en: 'We have your application', es: 'Recibimos su solicitud' },
  'apply.sent.lead': {
    en: 'Your reference code is {reference}. Tell it to us if you call.',
    es: 'Su código de referencia es {reference}. Díganoslo si nos llama.',
  },
  'apply.sent.mail': {
    en: 'We sent you a mail with a link. It shows how your application stands.',
    es: 'Le enviamos un correo con un enlace. Muestra cómo va su solicitud.',
  },
  'apply.sent.next': {
    en: 'You hear from us in about five working days.',
    es: 'Le responderemos en unos cinco días hábiles.',
  },
  'apply.sent.submit': { en: 'Done', es: 'Listo' },
  'apply.status.sign-in': { en: 'Sign in', es: 'Iniciar sesión' },
  'apply.status.dead-title': { en: 'This link does not work', es: 'Este enlace no funciona' },
  'problem.application-link-dead': {
    en: 'It may be incomplete or too old. Open the newest mail from us, or call us.',
    es: 'Quizá está incompleto o es muy viejo. Abra nuestro correo más reciente o llámenos.',
  },
  'apply.status.received-title': { en: 'Your application is here', es: 'Tenemos su solicitud' },
  'apply.status.received': {
    en: 'Received. Nobody has looked at it yet. You hear from us in about five working days.',
    es: 'Recibida. Todavía nadie la ha revisado. Le responderemos en unos cinco días hábiles.',
  },
  'apply.status.in-review-title': { en: 'We are looking into it', es: 'La estamos revisando' },
  'apply.status.in-review': {
    en: 'In review. You hear from us by mail when we have answered.',
    es: 'En revisión. Le escribiremos un correo cuando tengamos la respuesta.',
  },
  'apply.status.answered-title': { en: 'We have answered', es: 'Ya respondimos' },
  'apply.status.answered': {
    en: 'If you have been seen here, look at the phone or mail that we have for you, or call.',
    es: 'Si ya le hemos atendido aquí, revise el teléfono o el correo que tenemos de usted, o llámenos.',
  },
  'apply.status.question-title': { en: 'We have a question', es: 'Tenemos una pregunta' },
  'apply.status.question-lead': {
    en: 'Your answer helps the clinic to look into your application.',
    es: 'Su respuesta ayuda a la clínica a revisar su solicitud.',
  },
  'apply.status.reply': { en: 'Send my answer', es: 'Enviar mi respuesta' },
  'apply.question.other-name': {
    en: 'Do you, or did you, have another name? Which one?',
    es: '¿Tiene o tuvo otro nombre? ¿Cuál?',
  },
  'apply.question.other-contact': {
    en: 'Which other phone number or email could a clinic have for you?',
    es: '¿Qué otro teléfono o correo electrónico podría tener una clínica de usted?',
  },
  'apply.question.last-visit': {
    en: 'If you have been seen here: when, and at which place?',
    es: 'Si ya le hemos atendido aquí: ¿cuándo y en qué lugar?',
  },
  'apply.question.entitlement': {
    en: 'Why may you act for this person, and which papers do you have?',
    es: '¿Por qué puede actuar por esta persona y qué documentos tiene?',
  },
  'problem.reply-missing': { en: 'Write an answer.', es: 'Escriba una respuesta.' },
  'problem.reply-long': {
    en: 'This is too long. Write at most 1000 letters.',
    es: 'Es demasiado largo. Escriba como máximo 1000 letras.',
  },
  'problem.application-no-question': {
    en: 'There is no question to answer any more. Thank you.',
    es: 'Ya no hay ninguna pregunta que responder. Gracias.',
  },
  'notice.application-replied': { en: 'We have your answer. Thank you.', es: 'Recibimos su respuesta. Gracias.' },
  'problem.apply-not-offered': {
    en: 'At this clinic, nobody applies online. Please call us.',
    es: 'En esta clínica no se puede pedir acceso en línea. Llámenos, por favor.',
  },
} satisfies Texts
