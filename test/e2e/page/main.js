// The page of the browser tests: it calls the API at the URL that the generated .env.production names.
const api = import.meta.env.VITE_API_URL;

async function json(path, init) {
  const response = await fetch(`${api}${path}`, { credentials: "include", ...init });
  return { status: response.status, ...(response.ok ? await response.json() : {}) };
}

window.api = {
  url: api,
  session: () => json("/api/session/"),
  change: (csrfToken) => json("/api/change/", { method: "POST", headers: { "X-CSRFToken": csrfToken } }),
  request: () => json("/api/request/"),
};
