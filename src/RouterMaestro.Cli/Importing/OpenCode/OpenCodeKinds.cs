using System.Text.Json;
using System.Text.Json.Nodes;
using RouterMaestro.Cli.Importing.Plans;

namespace RouterMaestro.Cli.Importing.OpenCode;

/// <summary>Names the settings that have not the kind of value that OpenCode 1.18 reads there, and leaves them out.</summary>
/// <param name="draft">Collects what is left out.</param>
internal sealed class OpenCodeKinds(ImportDraft draft)
{
    /// <summary>Checks a configuration.</summary>
    /// <param name="root">The configuration, from which the wrong ones are removed.</param>
    public void Check(JsonObject root)
    {
        Check(root, "", JsonValueKind.Object, "provider");
        Check(root, "", JsonValueKind.String, "model", "small_model");
        Check(root, "", JsonValueKind.Array, "disabled_providers", "enabled_providers");
        foreach (var (provider, path) in ObjectsIn(root, "provider", "provider."))
        {
            Check(provider, path, JsonValueKind.String, "npm", "api");
            Check(provider, path, JsonValueKind.Object, "options", "models");
            if (provider["options"] is JsonObject options)
            {
                Check(options, path + "options.", JsonValueKind.String, "baseURL", "apiKey");
            }

            foreach (var (model, place) in ObjectsIn(provider, "models", path + "models."))
            {
                Check(model, place, JsonValueKind.String, "id", "name");
                Check(model, place, JsonValueKind.Object, "limit", "cost");
            }
        }
    }

    private IEnumerable<(JsonObject Member, string Path)> ObjectsIn(JsonObject parent, string name, string path)
    {
        if (parent[name] is not JsonObject members)
        {
            return [];
        }

        Check(members, path, JsonValueKind.Object, [.. members.Select(member => member.Key)]);
        return members.Where(member => member.Value is JsonObject).Select(member => ((JsonObject)member.Value!, $"{path}{member.Key}."));
    }

    private void Check(JsonObject members, string path, JsonValueKind kind, params string[] names)
    {
        foreach (var name in names.Where(name => members[name] is { } value && value.GetValueKind() != kind))
        {
            members.Remove(name);
            draft.Omit(path + name, $"It must be {(kind == JsonValueKind.Object ? "an object" : kind == JsonValueKind.Array ? "a list" : "a text")}.");
        }
    }
}
