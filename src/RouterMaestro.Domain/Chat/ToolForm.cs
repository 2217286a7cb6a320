namespace RouterMaestro.Domain.Chat;

/// <summary>In which form a caller knows a tool that it runs itself.</summary>
public enum ToolForm
{
    /// <summary>A function with arguments.</summary>
    Function,

    /// <summary>A tool that takes free text; as a function it has one string argument, <c>input</c>.</summary>
    FreeText,

    /// <summary>A search for further tools.</summary>
    Search,
}
