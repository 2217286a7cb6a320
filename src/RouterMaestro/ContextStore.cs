using System.Text.Json;
using System.Text.Json.Nodes;
using RouterMaestro.Infrastructure.Configuration.Files;

namespace RouterMaestro;

/// <summary>Reads and changes single members of <c>contexts.json</c>. Unknown members are preserved.</summary>
/// <param name="path">The file, which need not exist.</param>
/// <param name="selected">The context that one command is meant for; null for that of the file.</param>
internal sealed class ContextStore(string path, string? selected = null)
{
    private const string CurrentMember = "current";
    private const string Contexts = "contexts";
    private const string Endpoint = "endpoint";

    /// <summary>Gets the file.</summary>
    public string Path { get; } = path;

    /// <summary>Reads the name of the context that commands call, which may not exist.</summary>
    /// <exception cref="GatewaySetupException">The file cannot be used.</exception>
    public string CurrentName() => selected ?? NameIn(Load());

    /// <summary>Reads the context of the gateway that commands call.</summary>
    /// <exception cref="GatewaySetupException">The file cannot be used, or names a context that does not exist.</exception>
    public GatewayContext Current()
    {
        var root = Load();
        if (selected is not null)
        {
            return Find(root, selected) ?? throw new GatewaySetupException($"{Path} has no context '{selected}'; 'router-maestro context list' shows all.");
        }

        var name = NameIn(root);
        return Find(root, name) ?? throw new GatewaySetupException(
            $"{Path}: the current context '{name}' is not among its contexts; 'router-maestro context set NAME' chooses another.");
    }

    /// <summary>Reads all contexts in the order of the file; that of the gateway on this machine exists always.</summary>
    /// <exception cref="GatewaySetupException">The file cannot be used.</exception>
    public IReadOnlyList<GatewayContext> All()
    {
        var root = Load();
        var named = (root[Contexts] as JsonObject ?? []).Select(context => Find(root, context.Key)).OfType<GatewayContext>().ToList();
        return named.Exists(context => context.Name == GatewayContext.Local) ? named : [GatewayContext.DefaultLocal, .. named];
    }

    /// <summary>Reads the context of the gateway on this machine.</summary>
    /// <exception cref="GatewaySetupException">The file cannot be used.</exception>
    public GatewayContext Local() => Find(Load(), GatewayContext.Local)!;

    /// <summary>Stores the key of the gateway on this machine.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="GatewaySetupException">The file cannot be read or written.</exception>
    public void SaveLocalKey(string key) => Change(root =>
    {
        root[CurrentMember] ??= GatewayContext.Local;
        LocalOf(root)[GatewayContext.ApiKeyMember] = key;
        return true;
    });

    /// <summary>Adds a context, or changes one. Members of the file that are not named here are preserved.</summary>
    /// <param name="change">The context as it is to be: of its endpoint and keys, null leaves what is there and an empty text removes it.</param>
    /// <param name="isNew">Whether there must be no such context yet; otherwise there must be one.</param>
    /// <returns>The context; null if the file has it, or has it not.</returns>
    /// <exception cref="GatewaySetupException">The file cannot be read or written.</exception>
    public GatewayContext? TrySave(ContextChange change, bool isNew)
    {
        GatewayContext? saved = null;
        Change(root =>
        {
            saved = null;
            if (isNew == Find(root, change.Name) is not null)
            {
                return false;
            }

            root[CurrentMember] ??= GatewayContext.Local;
            var context = change.Name == GatewayContext.Local ? LocalOf(root) : Child(Child(root, Contexts), change.Name);
            Set(context, Endpoint, change.Endpoint);
            Set(context, GatewayContext.ApiKeyMember, change.ApiKey);
            Set(context, GatewayContext.AdminKeyMember, change.AdminKey);
            saved = Find(root, change.Name);
            return true;
        });
        return saved;
    }

    /// <summary>Removes a context; commands then call the gateway on this machine if they called the removed one.</summary>
    /// <param name="name">The name, which is not that of the gateway on this machine.</param>
    /// <returns>Whether it was the current one; null if there is no such context.</returns>
    /// <exception cref="GatewaySetupException">The file cannot be read or written.</exception>
    public bool? TryRemove(string name)
    {
        bool? wasCurrent = null;
        Change(root =>
        {
            wasCurrent = null;
            if (Find(root, name) is null)
            {
                return false;
            }

            wasCurrent = NameIn(root) == name;
            if (wasCurrent is true)
            {
                root[CurrentMember] = GatewayContext.Local;
            }

            return ((JsonObject)root[Contexts]!).Remove(name);
        });
        return wasCurrent;
    }

    /// <summary>Makes a context the one that commands call.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The context; null if there is none of this name.</returns>
    /// <exception cref="GatewaySetupException">The file cannot be read or written.</exception>
    public GatewayContext? TrySelect(string name)
    {
        GatewayContext? found = null;
        Change(root =>
        {
            found = Find(root, name);
            if (found is null || (root[CurrentMember] is not null && NameIn(root) == name))
            {
                return false;
            }

            root[CurrentMember] = name;
            return true;
        });
        return found;
    }

    /// <summary>Returns the path of a key in the file.</summary>
    /// <param name="context">The name of the context.</param>
    /// <param name="member">The member that holds the key.</param>
    public static string KeyPath(string context, string member = GatewayContext.ApiKeyMember) => $"{Contexts}.{context}.{member}";

    private static GatewayContext? Find(JsonObject root, string name)
    {
        if (root[Contexts] is JsonObject contexts && contexts[name] is JsonObject context)
        {
            return new(name, Text(context, Endpoint) ?? GatewayContext.DefaultLocal.Endpoint, Text(context, GatewayContext.ApiKeyMember))
            {
                AdminKey = Text(context, GatewayContext.AdminKeyMember),
            };
        }

        return name == GatewayContext.Local ? GatewayContext.DefaultLocal : null;
    }

    private static string NameIn(JsonObject root) => Text(root, CurrentMember) ?? GatewayContext.Local;

    private static JsonObject LocalOf(JsonObject root)
    {
        var local = Child(Child(root, Contexts), GatewayContext.Local);
        local[Endpoint] ??= GatewayContext.DefaultLocal.Endpoint;
        return local;
    }

    private static void Set(JsonObject context, string member, string? value)
    {
        if (value is "")
        {
            context.Remove(member);
        }
        else if (value is not null)
        {
            context[member] = value;
        }
    }

    private static string? Text(JsonObject parent, string name) =>
        parent[name] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;

    private static string Reason(Exception exception) =>
        exception is UnauthorizedAccessException ? "no permission" : exception.Message.TrimEnd('.');

    private static JsonObject Child(JsonObject parent, string name) => (JsonObject)(parent[name] ??= new JsonObject());

    /// <summary>Returns the first member of the wrong kind, which would count as absent and be replaced; null if there is none.</summary>
    private static string? FindError(JsonObject root)
    {
        if (!IsText(root[CurrentMember]))
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
        : new[] { Endpoint, GatewayContext.ApiKeyMember, GatewayContext.AdminKeyMember }.FirstOrDefault(member => !IsText(context?[member])) is { } wrong
            ? $"'{KeyPath(name, wrong)}' must be a string"
        : null;

    private static bool IsText(JsonNode? member) => member is null || member.GetValueKind() == JsonValueKind.String;

    private JsonObject Checked(JsonObject root) => FindError(root) is { } error
        ? throw new GatewaySetupException($"{Path}: {error}: correct it, or delete the file to start again.")
        : root;

    private JsonObject Load()
    {
        try
        {
            return Checked(JsonFiles.Read(Path) ?? []);
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

    private void Change(Func<JsonObject, bool> change)
    {
        Load();
        try
        {
            JsonFiles.Change(Path, root => change(Checked(root)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new GatewaySetupException($"{Path} cannot be written ({Reason(exception)}).", exception);
        }
    }
}
