using RouterMaestro.Domain;

namespace RouterMaestro.Protocols.Abstractions;

/// <summary>A path under which callers of a protocol are served.</summary>
/// <param name="Operation">The operation at the path.</param>
/// <param name="Path">
/// The path, as a route of ASP.NET Core with a slash at its beginning. The parameter <c>model</c> holds the model of a call, or of
/// <see cref="InboundOperation.Model"/>; <c>id</c> holds the id of a stored response.
/// </param>
public sealed record InboundRoute(InboundOperation Operation, string Path)
{
    /// <summary>Gets whether calls at the path are streamed; null if the body decides.</summary>
    public bool? Stream { get; init; }

    /// <summary>Gets the reason why nothing is served at the path, and what to use instead; null except for <see cref="InboundOperation.Unserved"/>.</summary>
    public string? Advice { get; init; }

    /// <summary>Gets the HTTP method.</summary>
    public string Method => Operation switch
    {
        InboundOperation.ModelList or InboundOperation.Model or InboundOperation.StoredResponse or InboundOperation.StoredInput
            or InboundOperation.WebSocket => "GET",
        InboundOperation.StoredDelete => "DELETE",
        InboundOperation.Reachability => "HEAD",
        _ => "POST",
    };

    /// <summary>Gets the HTTP methods that are served: what has a GET has a HEAD (RFC 9110, 9.1).</summary>
    internal EquatableArray<string> Methods => Method == "GET" ? ["GET", "HEAD"] : [Method];

    /// <summary>Gets a value indicating whether something is served at the path.</summary>
    internal bool IsEndpoint => Operation is not (InboundOperation.Unserved or InboundOperation.WebSocket);

    /// <summary>Gets a value indicating whether the path names the model.</summary>
    public bool NamesModel => Path.Contains("{model", StringComparison.Ordinal) || Path.Contains("{**model", StringComparison.Ordinal);

    /// <summary>Gets the path without what routing does not compare: case and the names of parameters.</summary>
    internal string Shape => string.Join('/', Path.Split('/').Select(part => part.StartsWith('{') ? "{}" : part.ToUpperInvariant()));

    /// <summary>Returns routes under several roots.</summary>
    /// <param name="roots">The beginnings of the paths, such as <c>/v1</c>.</param>
    /// <param name="routes">The routes, whose paths begin after the root.</param>
    public static EquatableArray<InboundRoute> Under(IEnumerable<string> roots, params IEnumerable<InboundRoute> routes) =>
        roots.SelectMany(root => routes.Select(route => route with { Path = root + route.Path })).ToEquatableArray();

    /// <summary>Returns the values that a request gives in its path.</summary>
    /// <param name="model">The model in the path, as far as decoded; null if the path names none.</param>
    public RequestHints HintsFor(string? model) => model is null && Stream is null
        ? RequestHints.None

        // clients send the slash of an id raw or encoded, and routing does not decode %2F
        : new RequestHints(model?.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase), Stream);
}

/// <summary>The operation at a path.</summary>
public enum InboundOperation
{
    /// <summary>Continues a conversation.</summary>
    Chat,

    /// <summary>Turns texts into vectors.</summary>
    Embeddings,

    /// <summary>Counts the tokens of a conversation.</summary>
    TokenCount,

    /// <summary>Lists the models.</summary>
    ModelList,

    /// <summary>Describes one model.</summary>
    Model,

    /// <summary>Retrieves a stored response.</summary>
    StoredResponse,

    /// <summary>Lists the input of a stored response.</summary>
    StoredInput,

    /// <summary>Cancels a stored response.</summary>
    StoredCancel,

    /// <summary>Deletes a stored response.</summary>
    StoredDelete,

    /// <summary>Is refused, with advice: the path is known to clients, but not served.</summary>
    Unserved,

    /// <summary>Is refused with status 426: clients would open a WebSocket, and go on with HTTP after that status.</summary>
    WebSocket,

    /// <summary>Says without a key that the gateway can be reached.</summary>
    Reachability,
}
