using System.Text.Json.Nodes;
using RouterMaestro.Testing.Rendering;

namespace RouterMaestro.Testing.Wire;

/// <summary>An event of a Responses stream that has not got its number yet.</summary>
internal sealed record ResponsesEvent(string Name, JsonObject Fields, bool IsContent = false)
{
    public WireFrame ToFrame(int number)
    {
        Fields.Insert(0, "type", Name);
        Fields["sequence_number"] = number;
        return new WireFrame(Name, WireJson.NamedEvent(Name, WireJson.Text(Fields)), IsContent);
    }
}
