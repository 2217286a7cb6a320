using System.Text.Json.Nodes;
using RouterMaestro.Testing.Rendering;

namespace RouterMaestro.Testing.Wire;

/// <summary>Makes the events of one Messages stream, with the blanks that the provider leaves before the last brace.</summary>
internal sealed class MessagesEvents
{
    private int _count;

    public static WireFrame Ping { get; } = new("ping", WireJson.NamedEvent("ping", """{"type": "ping"}"""));

    public WireFrame Make(string name, JsonObject fields, bool isContent = false)
    {
        fields.Insert(0, "type", name);
        var json = WireJson.Text(fields);
        var blanks = new string(' ', _count++ * 5 % 16);
        return new WireFrame(name, WireJson.NamedEvent(name, $"{json[..^1]}{blanks}}}"), isContent);
    }
}
