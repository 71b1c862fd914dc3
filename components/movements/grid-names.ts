/** Names of the area's lists. Here because a server component cannot read a constant out of a client module. */
export const IMPORTS_GRID_NAME = "importacoes";
export const PRODUCTS_GRID_NAME = "produtos";
