/** メールテンプレート管理。 */
export const templates = {
  templates: {
    subtitle: "メールのひな形です。変更しても、送信済みのメールは変わりません。",
    create: "テンプレートを作成",
    createShort: "新規作成",
    edit: "テンプレートを編集",
    duplicate: "複製",
    copyOf: "{{name}}（コピー）",
    changed: "更新日",
    saved: "テンプレートを保存しました。",
    nameHint: "管理画面だけに表示されます。",
    incomplete: "名前と件名を入力してください。",
    header: "本文上部（差込み部分の前）",
    footer: "本文下部（差込み部分の後）",
    emptyTitle: "テンプレートはまだありません",
    emptyText: "よく使う文章を登録しておくと、メール作成時に呼び出せます。",
    starters: "文例から作成する",
    deleteTitle: "「{{name}}」を削除しますか？",
    deleteText: "このテンプレートから作成したメールや下書きはそのまま残ります。削除は元に戻せません。",
    deleted: "テンプレートを削除しました。",
  },
}
