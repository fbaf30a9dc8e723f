-- Write documents as DOCX and HTML in one process: pandoc lua run_pandoc.lua SOURCES/ OUTPUT/ NAME…

local sources, output = arg[1], arg[2]

local function read(path)
  local file <close> = assert(io.open(path, "rb"))
  return file:read("a")
end

local function save(path, text)
  local file <close> = assert(io.open(path, "wb"))
  file:write(text)
end

local template = pandoc.template.compile(pandoc.template.default("html5"))
for index = 3, #arg do
  local name = arg[index]
  local function tree(format)
    return pandoc.read(read(sources .. name .. "." .. format .. ".json"), "json")
  end
  save(
    output .. name .. ".docx",
    pandoc.write(tree("docx"), "docx", { reference_doc = sources .. name .. ".reference.docx" })
  )
  save(
    output .. name .. ".html",
    pandoc.write(tree("html"), "html5", {
      template = template,
      table_of_contents = true,
      variables = { ["header-includes"] = read(sources .. name .. ".style.html"), ["document-css"] = false },
    })
  )
end
