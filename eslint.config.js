import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

/** A short positive list: each rule has caught a real fault in this kind of code. */
const rules = {
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
  '@typescript-eslint/await-thenable': 'error',
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  '@typescript-eslint/consistent-type-imports': 'error',
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_' }],
  'no-console': 'error',
  eqeqeq: ['error', 'always', { null: 'ignore' }],
  'max-lines': ['error', { max: 400, skipBlankLines: false, skipComments: false }],
};

export default ts.config(
  {
    ignores: [
      '**/node_modules/',
      '**/build/',
      '**/.svelte-kit/',
      '**/data/',
      'apps/dashboard/src/lib/i18n/generated/',
      '**/static/',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.svelte', '**/*.svelte.ts'],
    plugins: { '@typescript-eslint': ts.plugin },
    languageOptions: {
      parser: ts.parser,
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname, extraFileExtensions: ['.svelte'] },
      globals: { ...globals.node, ...globals.browser },
    },
    rules: { ...rules, 'no-unused-vars': 'off', 'no-undef': 'off', 'no-redeclare': 'off', 'no-control-regex': 'off' },
  },
  ...svelte.configs.recommended.map((config) => ({ ...config, files: config.files ?? ['**/*.svelte'] })),
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    plugins: { svelte },
    languageOptions: { parserOptions: { parser: ts.parser } },
    rules: { 'svelte/no-at-html-tags': 'error', 'svelte/no-navigation-without-resolve': 'off' },
  },
  {
    files: ['apps/server/src/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector:
            "CallExpression[callee.property.name=/^executeTakeFirst/]:has(MemberExpression[property.name='orderBy']):not(:has(MemberExpression[property.name='limit']))",
          message: 'The first of many is taken after all were read: put .limit(1) before it.',
        },
      ],
    },
  },
  {
    files: ['infra/run/**', 'tests/load/**', 'tests/pictures/**', 'apps/server/src/commands/**'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.test.ts', '**/*.spec.ts'],
    rules: { 'max-lines': ['error', { max: 600, skipBlankLines: false, skipComments: false }] },
  },
);
