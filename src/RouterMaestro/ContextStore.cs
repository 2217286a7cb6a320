using System.Text.Json;
using System.Text.Json.Nodes;
using RouterMaestro.Infrastructure.Configuration.Files;

namespace RouterMaestro;

/// <summary>Reads and changes single members of <c>contexts.json</c>. Unknown members are preserved.</summary>
/// <param name="path">The file, which need not exist.</param>
internal sealed class ContextStore(string path)
{
    private const string Contexts = "contexts";
    private const string ApiKey = "api_key";

    /// <summary>Gets the file.</summary>
    public string Path { get; } = path;

    /// <summary>Reads the context of the gateway that commands call.</summary>
    /// <exception cref="GatewaySetupException">The file cannot be used, or names a context that does not exist.</exception>
    public GatewayContext Current()
    {
        var root = Load();
        var name = Text(root, "current") ?? GatewayContext.Local;
        return Find(root, name) ?? throw new GatewaySetupException($"{Path}: the current context '{name}' is not among its contexts.");
    }

    /// <summary>Reads the context of the gateway on this machine.</summary>
    /// <exception cref="GatewaySetupException">The file cannot be used.</exception>
    public GatewayContext Local() => Find(Load(), GatewayContext.Local)!;

    /// <summary>Stores the key of the gateway on this machine.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="GatewaySetupException">The file cannot be read or written.</exception>
    public void SaveLocalKey(string key)
    {
        Load();
        Change(root =>
        {
            root["current"] ??= GatewayContext.Local;
            var local = Child(Child(root, Contexts), GatewayContext.Local);
            local["endpoint"] ??= GatewayContext.DefaultLocal.Endpoint;
            local[ApiKey] = key;
        });
    }

    /// <summary>Returns the path of a key in the file.</summary>
    /// <param name="context">The name of the context.</param>
    /// <param name="member">The member that holds the key.</param>
    public static string KeyPath(string context, string member = ApiKey) => $"{Contexts}.{context}.{member}";

    private static GatewayContext? Find(JsonObject root, string name)
    {
        if (root[Contexts] is JsonObject contexts && contexts[name] is JsonObject context)
        {
            return new(name, Text(context, "endpoint") ?? GatewayContext.DefaultLocal.Endpoint, Text(context, ApiKey))
            {
                AdminKey = Text(context, GatewayContext.AdminKeyMember),
            };
        }

        return name == GatewayContext.Local ? GatewayContext.DefaultLocal : null;
    }

    private static string? Text(JsonObject parent, string name) =>
        parent[name] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;

    private static string Reason(Exception exception) =>
        exception is UnauthorizedAccessException ? "no permission" : exception.Message.TrimEnd('.');

    private static JsonObject Child(JsonObject parent, string name) => (JsonObject)(parent[name] ??= new JsonObject());

    /// <summary>Returns the first member of the wrong kind, which would count as absent and be replaced; null if there is none.</summary>
    private static string? FindError(JsonObject root)
    {
        if (!IsText(root["current"]))
        {
            return "'current' must be a string";
        }

        if (root[Contexts] is not (null or JsonObject))
        {
            return $"'{Contexts}' must be an object";
        }

        return (root[Contexts] as JsonObject ?? []).Select(context => ErrorOf(context.Key, context.Value)).OfType<string>().FirstOrDefault();
    }

    private static string? ErrorOf(string name, JsonNode? context) =>
        context is not (null or JsonObject) ? $"'{Contexts}.{name}' must be an object"
        : new[] { "endpoint", ApiKey, GatewayContext.AdminKeyMember }.FirstOrDefault(member => !IsText(context?[member])) is { } wrong
            ? $"'{KeyPath(name, wrong)}' must be a string"
        : null;

    private static bool IsText(JsonNode? member) => member is null || member.GetValueKind() == JsonValueKind.String;

    private JsonObject Load()
    {
        try
        {
            var root = JsonFiles.Read(Path) ?? [];
            return FindError(root) is { } error ? throw new GatewaySetupException($"{Path}: {error}: correct it, or delete the file to start again.") : root;
        }
        catch (InvalidDataException exception)
        {
            throw new GatewaySetupException($"{Path} {exception.Message}: correct it, or delete it to start again.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new GatewaySetupException($"{Path} cannot be read ({Reason(exception)}).", exception);
        }
    }

    private void Change(Action<JsonObject> change)
    {
        try
        {
            JsonFiles.Change(Path, root =>
            {
                change(root);
                return true;
            });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new GatewaySetupException($"{Path} cannot be written ({Reason(exception)}).", exception);
        }
    }
}
