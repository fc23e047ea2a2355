// The microphone: asking for it, which ones there are, and why there is none.
const REASONS = {
  NotAllowedError: "refused",
  SecurityError: "refused",
  NotFoundError: "missing",
  OverconstrainedError: "missing",
  NotReadableError: "busy",
  AbortError: "busy",
};

// Resolves to { stream }, or to { reason }: insecure, unsupported, refused, missing or busy.
export async function openMicrophone(deviceId) {
  if (!isSecureContext) return { reason: "insecure" };
  if (!navigator.mediaDevices?.getUserMedia || !window.MediaRecorder) return { reason: "unsupported" };
  try {
    const audio = deviceId ? { deviceId: { exact: deviceId } } : true;
    return { stream: await navigator.mediaDevices.getUserMedia({ audio }) };
  } catch (error) {
    return { reason: REASONS[error.name] ?? "busy" };
  }
}

export function closeMicrophone(stream) {
  stream?.getTracks().forEach((track) => track.stop());
}

// Their names are known only once one was allowed.
export async function microphones() {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices.filter(({ kind, deviceId }) => kind === "audioinput" && deviceId);
}

export function deviceIn(stream) {
  return stream.getAudioTracks()[0]?.getSettings().deviceId;
}
