import tseslint from "typescript-eslint";

const houseSize = {
  "max-lines": ["error", { max: 200, skipBlankLines: false, skipComments: false }],
  "max-lines-per-function": ["error", { max: 40, skipBlankLines: true, skipComments: true }],
};

export default tseslint.config(
  { ignores: ["out/", "**/dist/", "node_modules/", ".clients/", ".sandbox/", "examples/"] },
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { project: "./tsconfig.json" } },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "no-console": "error",
      eqeqeq: "error",
    },
  },
  { files: ["tasks/**/*.ts", "shared/**/*.ts", "sandbox/**/*.ts"], rules: houseSize },
  { files: ["tests/**/*.ts"], rules: { "@typescript-eslint/no-floating-promises": "off" } },
);
