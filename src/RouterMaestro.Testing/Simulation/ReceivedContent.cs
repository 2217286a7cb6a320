using System.Text;

namespace RouterMaestro.Testing.Simulation;

/// <summary>The content of a received conversation, in one form for all protocols.</summary>
public sealed record ReceivedContent
{
    /// <summary>Gets the number of messages; in Chat the system's are among them, in Responses it is the number of items.</summary>
    public int MessageCount { get; init; }

    /// <summary>Gets the last message's role, <c>assistant</c> for a prefill; empty without messages.</summary>
    public string LastRole { get; init; } = "";

    /// <summary>Gets the system's instructions, joined by line ends.</summary>
    public string System { get; init; } = "";

    /// <summary>Gets the text of the user's last message, its parts joined by line ends.</summary>
    public string LastUserText { get; init; } = "";

    /// <summary>Gets the number of images, those in tool results included.</summary>
    public int ImageCount { get; init; }

    /// <summary>Gets the number of documents and files.</summary>
    public int DocumentCount { get; init; }

    /// <summary>Gets the names of the offered tools; in Responses <c>namespace.name</c> for those of a namespace, and the types of those without a name.</summary>
    public IReadOnlyList<string> Tools { get; init; } = [];

    /// <summary>Gets the texts of the tool results after the last answer of the model, in order.</summary>
    public IReadOnlyList<string> ToolResults { get; init; } = [];

    internal string? Model { get; init; }

    /// <summary>
    /// Tells it in one line: <c>model=m images=1 tools=a,b results=18 °C | rain text=What is …</c>, without what there is none of.
    /// </summary>
    /// <returns>The line.</returns>
    public override string ToString()
    {
        var line = new StringBuilder($"model={Model}");
        line.Append(ImageCount > 0 ? $" images={ImageCount}" : "");
        line.Append(DocumentCount > 0 ? $" documents={DocumentCount}" : "");
        line.Append(Tools.Count > 0 ? $" tools={string.Join(',', Tools)}" : "");
        line.Append(ToolResults.Count > 0 ? $" results={string.Join(" | ", ToolResults)}" : "");
        return line.Append(LastUserText.Length > 0 ? $" text={LastUserText}" : "").ToString();
    }
}
