using System.Text.Json.Nodes;
using RouterMaestro.Infrastructure.Configuration.Files;

namespace RouterMaestro;

/// <summary>Reads and changes single members of <c>contexts.json</c>. Unknown members are preserved.</summary>
/// <param name="path">The file, which need not exist.</param>
internal sealed class ContextStore(string path)
{
    /// <summary>Gets the file.</summary>
    public string Path { get; } = path;

    /// <summary>Reads the context of the gateway that commands call.</summary>
    /// <exception cref="GatewaySetupException">The file cannot be read, or names a context that does not exist.</exception>
    public GatewayContext Current()
    {
        var root = Load();
        var name = Text(root, "current") ?? GatewayContext.Local;
        return Find(root, name) ?? throw new GatewaySetupException($"{Path}: the current context '{name}' is not among its contexts.");
    }

    /// <summary>Reads the context of the gateway on this machine.</summary>
    /// <exception cref="GatewaySetupException">The file cannot be read.</exception>
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
            var local = Child(Child(root, "contexts"), GatewayContext.Local);
            local["endpoint"] ??= GatewayContext.DefaultLocal.Endpoint;
            local["api_key"] = key;
        });
    }

    private static GatewayContext? Find(JsonObject root, string name)
    {
        if (root["contexts"] is JsonObject contexts && contexts[name] is JsonObject context)
        {
            return new(name, Text(context, "endpoint") ?? GatewayContext.DefaultLocal.Endpoint, Text(context, "api_key"))
            {
                AdminKey = Text(context, "admin_key"),
            };
        }

        return name == GatewayContext.Local ? GatewayContext.DefaultLocal : null;
    }

    private static string? Text(JsonObject parent, string name) =>
        parent[name] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;

    private static string Reason(Exception exception) =>
        exception is UnauthorizedAccessException ? "no permission" : exception.Message.TrimEnd('.');

    private JsonObject Child(JsonObject parent, string name) => parent[name] switch
    {
        JsonObject child => child,
        null => (JsonObject)(parent[name] = new JsonObject()),
        _ => throw new GatewaySetupException($"{Path}: '{name}' must be an object."),
    };

    private JsonObject Load()
    {
        try
        {
            return JsonFiles.Read(Path) ?? [];
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
