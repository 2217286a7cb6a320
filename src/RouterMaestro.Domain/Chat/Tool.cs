namespace RouterMaestro.Domain.Chat;

/// <summary>Something that the model may call. The family is closed.</summary>
public abstract record Tool
{
    private Tool()
    {
    }

    /// <summary>Gets the prompt-cache breakpoint set on this tool, if any.</summary>
    public CacheMarker? Cache { get; init; }

    /// <summary>Gets the fields that are specific to one protocol in the tool.</summary>
    public Extensions Extensions { get; init; } = Extensions.None;

    /// <summary>A function that the caller runs.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Description">What it does; null when not said.</param>
    /// <param name="Parameters">The JSON schema of its arguments; null when it takes none.</param>
    public sealed record Function(string Name, JsonText? Description, RawJson? Parameters) : Tool
    {
        /// <summary>Gets whether arguments must follow the schema exactly; null when not said.</summary>
        public bool? Strict { get; init; }

        /// <summary>Gets the form and name that the caller declared; null when they are the function's own.</summary>
        public ToolAlias? Alias { get; init; }
    }

    /// <summary>A tool that the provider runs, known to one protocol only; the definition is in <see cref="Tool.Extensions"/>.</summary>
    /// <param name="Kind">The protocol's name for the tool, such as <c>web_search_20250305</c>.</param>
    /// <param name="Name">The tool's name; null when it has none.</param>
    public sealed record BuiltIn(string Kind, string? Name) : Tool;
}

/// <summary>The form in which a caller declared a tool that it runs itself.</summary>
public enum ToolForm
{
    /// <summary>A function with arguments.</summary>
    Function,

    /// <summary>A tool that takes free text; as a function it has one string argument, <c>input</c>.</summary>
    FreeText,

    /// <summary>A search for further tools.</summary>
    Search,
}

/// <summary>The form and name under which a caller declared a tool that the conversation holds as a plain function.</summary>
/// <param name="Form">The form.</param>
/// <param name="Name">The name.</param>
/// <param name="Namespace">The group in which the name stands; null when it stands alone.</param>
public sealed record ToolAlias(ToolForm Form, string Name, string? Namespace = null);

/// <summary>Whether and which tool must be called. The family is closed.</summary>
public abstract record ToolChoice
{
    private ToolChoice()
    {
    }

    /// <summary>The model decides.</summary>
    public sealed record Auto : ToolChoice;

    /// <summary>No tool may be called.</summary>
    public sealed record None : ToolChoice;

    /// <summary>Some tool must be called.</summary>
    public sealed record Required : ToolChoice;

    /// <summary>This tool must be called.</summary>
    /// <param name="Name">The tool's name.</param>
    public sealed record Specific(string Name) : ToolChoice;
}
