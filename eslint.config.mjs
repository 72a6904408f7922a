import js from "@eslint/js";
import tseslint from "typescript-eslint";

const houseSize = {
  "max-lines": ["error", { max: 200, skipBlankLines: false, skipComments: false }],
  "max-lines-per-function": ["error", { max: 40, skipBlankLines: true, skipComments: true }],
};

const everywhere = { "no-console": "error", eqeqeq: "error" };

export default tseslint.config(
  { ignores: ["out/", "**/dist/", "node_modules/", ".clients/", ".sandbox/", "examples/"] },
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { project: "./tsconfig.json" } },
    rules: {
      ...everywhere,
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
    },
  },
  {
    files: ["**/*.mjs"],
    extends: [js.configs.recommended],
    languageOptions: {
      globals: Object.fromEntries(
        ["AbortSignal", "Buffer", "URL", "performance", "process"].map((name) => [name, "readonly"]),
      ),
    },
    rules: { ...everywhere, "no-shadow": "error", "no-var": "error", "prefer-const": "error" },
  },
  { files: ["build/**/*.{mjs,ts}", "tasks/**/*.ts", "shared/**/*.ts", "sandbox/**/*.ts"], rules: houseSize },
  { files: ["tests/**/*.ts"], rules: { "@typescript-eslint/no-floating-promises": "off" } },
);
