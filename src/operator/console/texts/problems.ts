import type { Texts } from '../../../core/index.ts'

/** What the operator API refuses with, in words: every problem of its own, and every refusal of an operation. */
export const problemTexts: Texts = {
  'console.trouble': { en: 'That was not done', es: 'No se hizo' },
  'console.problem.other': {
    en: 'It was refused: {kind}',
    es: 'Se rechazó: {kind}',
  },
  'console.problem.field': { en: 'This is not in a form that can be kept', es: 'Esto no se puede guardar así' },
  'console.problem.place': { en: 'Something is not as it should be at {path}', es: 'Algo no es como debe en {path}' },
  'console.problem.stale': {
    en: 'This page was too old to be sure that it was you. Look at what you typed, then send it again.',
    es: 'La página era demasiado antigua para estar seguros de que era usted. Revise lo que escribió y envíelo otra vez.',
  },
  'console.problem.insufficient-scope': { en: 'The console may not do this', es: 'La consola no puede hacer esto' },
  'console.problem.not-an-operator': { en: 'You do not work here any more', es: 'Usted ya no trabaja aquí' },
  'console.problem.role-forbids': { en: 'Your role does not allow this', es: 'Su función no permite esto' },
  'console.problem.organization-out-of-reach': {
    en: 'That belongs to an organization that you may not act for',
    es: 'Eso pertenece a una organización por la que usted no puede actuar',
  },
  'console.problem.person-needed': { en: 'A person has to do this', es: 'Esto lo debe hacer una persona' },
  'console.problem.not-found': {
    en: 'There is no such thing, or not for you',
    es: 'No existe, o no es para usted',
  },
  'console.problem.method-not-allowed': { en: 'This cannot be done with it', es: 'Con esto no se puede hacer' },
  'console.problem.managed-by-file': {
    en: 'A configuration file describes this: change it there',
    es: 'Un archivo de configuración describe esto: cámbielo allí',
  },
  'console.problem.exists-already': { en: 'There is one with that id already', es: 'Ya hay uno con ese identificador' },
  'console.problem.idempotency-at-work': {
    en: 'It is being done already: wait a moment, then look',
    es: 'Ya se está haciendo: espere un momento y mire',
  },
  'console.problem.idempotency-key-reused': {
    en: 'This form was sent before, with other words. Look at what it did, then send it again if it is still needed.',
    es: 'Este formulario ya se envió, con otras palabras. Mire qué hizo y envíelo otra vez si aún hace falta.',
  },
  'console.problem.precondition-failed': {
    en: 'Somebody else changed it meanwhile. What you typed is here, with how it stands now beside it. Sending it again takes their change back where it differs.',
    es: 'Otra persona lo cambió mientras tanto. Aquí está lo que escribió y, al lado, cómo está ahora. Si lo envía otra vez, se deshace su cambio donde es distinto.',
  },
  'console.problem.precondition-required': { en: 'Open it again, then change it', es: 'Ábralo otra vez y cámbielo' },
  'console.problem.too-large': { en: 'That is longer than what is taken', es: 'Es más largo de lo que se acepta' },
  'console.problem.unsupported-media-type': {
    en: 'A file of that type is not taken',
    es: 'No se acepta un archivo de ese tipo',
  },
  'console.problem.refused': { en: 'What is asked cannot be done', es: 'Lo que se pide no se puede hacer' },
  'console.problem.too-many-requests': {
    en: 'Too many requests in a short time: wait a minute',
    es: 'Demasiadas solicitudes en poco tiempo: espere un minuto',
  },
  'console.problem.invalid-request': { en: 'Something is not as it should be', es: 'Algo no es como debe' },
  'console.problem.invalid-cursor': {
    en: 'This page of the list is too old: open the list from its beginning',
    es: 'Esta página de la lista es demasiado antigua: abra la lista desde el principio',
  },
  'console.problem.fault': {
    en: 'Something went wrong on our side. What you typed is still here.',
    es: 'Algo falló de nuestro lado. Lo que escribió sigue aquí.',
  },
  'console.problem.unavailable': {
    en: 'It cannot be reached just now. Nothing is lost: try again in a moment.',
    es: 'No se puede acceder en este momento. No se perdió nada: inténtelo de nuevo enseguida.',
  },

  'console.problem.contact-unknown': { en: 'There is no such contact', es: 'No existe ese contacto' },
  'console.problem.too-many-codes': {
    en: 'Too many codes went there already: wait an hour',
    es: 'Ya se enviaron demasiados códigos allí: espere una hora',
  },
  'console.problem.proof-missing': {
    en: 'First prove who you are speaking with, or say which document you saw',
    es: 'Primero compruebe con quién habla, o diga qué documento vio',
  },
  'console.problem.proof-used': {
    en: 'That proof was used already: prove the caller again',
    es: 'Esa prueba ya se usó: compruebe de nuevo a la persona',
  },
  'console.problem.code-format': { en: 'A code has six digits', es: 'Un código tiene seis cifras' },
  'console.problem.code-wrong': { en: 'That is not the code that was sent', es: 'No es el código que se envió' },
  'console.problem.code-paused': {
    en: 'Too many wrong codes: wait a few minutes',
    es: 'Demasiados códigos incorrectos: espere unos minutos',
  },
  'console.problem.locked-by-owner': {
    en: 'The person locked it themselves: only they open it, by recovering the account',
    es: 'La persona la bloqueó: solo ella la abre, al recuperar la cuenta',
  },
  'console.problem.session-unknown': { en: 'That session is over', es: 'Esa sesión ya terminó' },
  'console.problem.no-contact': { en: 'There is no contact to send it to', es: 'No hay contacto al que enviarlo' },
  'console.problem.account-closed': { en: 'The account is closed', es: 'La cuenta está cerrada' },
  'console.problem.account-unknown': { en: 'There is no such account', es: 'No existe esa cuenta' },
  'console.problem.no-sign-in': {
    en: 'Nobody signs in at this client: it is a program',
    es: 'Nadie entra en este cliente: es un programa',
  },
  'console.problem.no-secret': { en: 'This client has no secret', es: 'Este cliente no tiene secreto' },
  'console.problem.organization-unknown': { en: 'There is no such organization', es: 'No existe esa organización' },
  'console.problem.beyond-own-organizations': {
    en: 'Nobody gives more than their own organizations',
    es: 'Nadie da más que sus propias organizaciones',
  },
  'console.problem.own-role': { en: 'Nobody changes their own role', es: 'Nadie cambia su propia función' },
  'console.problem.last-owner': { en: 'There must be an owner left', es: 'Debe quedar una persona responsable' },
  'console.problem.username-taken': { en: 'That username is taken', es: 'Ese usuario ya existe' },
  'console.problem.email-unusable': {
    en: 'That is no email address that can be used',
    es: 'Ese correo no se puede usar',
  },
  'console.problem.phone-unusable': { en: 'That is no phone that can be used', es: 'Ese teléfono no se puede usar' },
  'console.problem.unreadable': { en: 'It could not be read', es: 'No se pudo leer' },
  'console.problem.record-unknown': { en: 'There is no such record', es: 'No existe ese expediente' },
  'console.problem.record-under-13': {
    en: 'The record is of a child under 13: a representative has to be named',
    es: 'El expediente es de un menor de 13 años: hay que nombrar a un representante',
  },
  'console.problem.record-has-account': {
    en: 'The record has an account already',
    es: 'El expediente ya tiene cuenta',
  },
  'console.problem.record-has-no-account': { en: 'The record has no account', es: 'El expediente no tiene cuenta' },
  'console.problem.prospect-decided': { en: 'Somebody decided this already', es: 'Alguien ya decidió esto' },
  'console.problem.record-other-person': {
    en: 'The account is connected to somebody with another birth date already: one account is one person',
    es: 'La cuenta ya está vinculada a alguien con otra fecha de nacimiento: una cuenta es una persona',
  },
  'console.problem.too-many-tests': {
    en: 'Five tests an hour are enough: wait a little',
    es: 'Cinco pruebas por hora bastan: espere un poco',
  },
  'console.problem.undo-late': { en: 'It is too late to take that back', es: 'Es tarde para deshacerlo' },
  'console.problem.patient-unknown': { en: 'There is no such record', es: 'No existe ese expediente' },
  'console.problem.patient-not-active': { en: 'The record is not active', es: 'El expediente no está activo' },
  'console.problem.patient-has-account': { en: 'The person has an account already', es: 'La persona ya tiene cuenta' },
  'console.problem.under-13-needs-representative': {
    en: 'For a child under 13 a representative has to be named',
    es: 'Para un menor de 13 años hay que nombrar a un representante',
  },
  'console.problem.under-13': {
    en: 'A child under 13 is not invited: give a code to a representative',
    es: 'No se invita a un menor de 13 años: dé un código a un representante',
  },
  'console.problem.representative-incomplete': {
    en: 'Of the representative name, relationship and phone are needed',
    es: 'Del representante se necesitan nombre, relación y teléfono',
  },
  'console.problem.no-contact-hand-over-in-person': {
    en: 'The record has no contact: print the letter and hand it over in person',
    es: 'El expediente no tiene contacto: imprima la carta y entréguela en persona',
  },
  'console.problem.no-contact-check-identity': {
    en: 'The record has no contact: check the identity of whoever stands before you, and say so',
    es: 'El expediente no tiene contacto: compruebe la identidad de quien tiene delante e indíquelo',
  },
  'console.problem.no-phone-of-record': {
    en: 'The record has no phone for texts',
    es: 'El expediente no tiene teléfono para mensajes',
  },
  'console.problem.no-email-of-record': { en: 'The record has no email address', es: 'El expediente no tiene correo' },
  'console.problem.phone-of-record-shared': {
    en: 'Several records share that phone: it proves nobody',
    es: 'Varios expedientes comparten ese teléfono: no demuestra quién es',
  },
  'console.problem.question-open': {
    en: 'A question is still open: wait for the answer',
    es: 'Hay una pregunta sin contestar: espere la respuesta',
  },
  'console.problem.basis-missing': {
    en: 'Say why the representative may see the record',
    es: 'Diga por qué el representante puede ver el expediente',
  },
  'console.problem.client-unknown': { en: 'There is no such client', es: 'No existe ese cliente' },
  'console.problem.target-without-client': {
    en: 'An address to end at needs the client that it belongs to',
    es: 'Una dirección final necesita el cliente al que pertenece',
  },
  'console.problem.target-elsewhere': {
    en: 'The address to end at is not one of the client',
    es: 'La dirección final no es del cliente',
  },
  'console.problem.invitation-used': { en: 'The invitation was used already', es: 'La invitación ya se usó' },
  'console.problem.code-over': {
    en: 'That code was used or is void already',
    es: 'Ese código ya se usó o está anulado',
  },
  'console.problem.code-used': { en: 'That code was used already', es: 'Ese código ya se usó' },
  'console.problem.factor-unknown': {
    en: 'The person has no such way to confirm a sign-in',
    es: 'La persona no tiene esa forma de confirmar',
  },
  'console.problem.reset-under-way': {
    en: 'A reset was asked for already and waits',
    es: 'Ya se pidió una anulación y está en espera',
  },
  'console.problem.stopped-by-owner': {
    en: 'The owner of the account stopped one lately: it can be asked for again only in person',
    es: 'La persona detuvo una hace poco: solo se puede pedir de nuevo en persona',
  },
  'console.problem.reset-unknown': { en: 'There is no such reset', es: 'No existe esa anulación' },
  'console.problem.reset-closed': {
    en: 'It is over: done, stopped or too late',
    es: 'Ya terminó: se hizo, se detuvo o venció',
  },
  'console.problem.same-person': {
    en: 'Somebody else has to confirm what you asked for',
    es: 'Otra persona debe confirmar lo que usted pidió',
  },
  'console.problem.reset-waits': {
    en: 'It was asked for at a terminal: it is done by itself when its time has come',
    es: 'Se pidió desde una terminal: se hará por sí sola a su hora',
  },
  'console.problem.key-unknown': { en: 'There is no such key', es: 'No existe esa clave' },
  'console.problem.key-waits': {
    en: 'A key of that algorithm waits already: it is to sign first',
    es: 'Ya hay una clave de ese algoritmo en espera: debe firmar primero',
  },
  'console.problem.not-next': {
    en: 'Only a published key begins to sign',
    es: 'Solo una clave publicada empieza a firmar',
  },
  'console.problem.not-known-yet': {
    en: 'Portals may not know the key yet: wait until a day has passed, or say that the one before leaked',
    es: 'Los portales quizá no la conozcan: espere un día, o indique que la anterior se filtró',
  },
  'console.problem.last-active': {
    en: 'Something has to sign: publish and activate another key first',
    es: 'Algo debe firmar: publique y active otra clave primero',
  },
  'console.problem.still-verifies': {
    en: 'Tokens that it signed may still be about: wait, or say that it leaked',
    es: 'Puede haber tokens firmados con ella: espere, o indique que se filtró',
  },
  'console.problem.retired-already': { en: 'The key is retired already', es: 'La clave ya está retirada' },
}
