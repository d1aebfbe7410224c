/** A template's editor: `?template=` changes one, `?copy=` starts a new one from it, `?starter=` from an example, else empty. */
import { RouteFocusModal } from "@medusajs/dashboard/components"
import { useSearchParams } from "react-router-dom"

import { Loading, Problem } from "../../../../components/states"
import { TemplateEditor } from "../../../../components/templates/template-editor"
import { useMailTranslation } from "../../../../hooks/use-mail-translation"
import { useTemplate } from "../../../../hooks/use-templates"
import { starterOf } from "../../../../lib/starter-templates"

const TemplateEditPage = () => {
  const { t } = useMailTranslation()
  const [search] = useSearchParams()
  const copied = search.get("copy")
  const id = search.get("template") ?? copied
  const starter = starterOf(search.get("starter"))
  const { data, isError, error, refetch } = useTemplate(id)
  return (
    <RouteFocusModal prev="/mail-delivery/templates">
      {id === null || data ? (
        <TemplateEditor
          key={id}
          source={data}
          copy={copied !== null}
          starter={id === null ? starter : null}
        />
      ) : (
        <>
          <RouteFocusModal.Header>
            <RouteFocusModal.Title asChild>
              <span className="sr-only">{t("templates.edit")}</span>
            </RouteFocusModal.Title>
          </RouteFocusModal.Header>
          <RouteFocusModal.Body>
            {isError ? <Problem error={error} retry={refetch} /> : <Loading lines={8} />}
          </RouteFocusModal.Body>
        </>
      )}
    </RouteFocusModal>
  )
}

export default TemplateEditPage
