export { ModelPage } from "./ModelPage.tsx";
export { ModelState } from "./ModelState.tsx";
export { ModelsPage } from "./ModelsPage.tsx";
