using System.Text.Json.Nodes;
using RouterMaestro.Application.Configuration;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Infrastructure.Configuration;
using RouterMaestro.Infrastructure.Configuration.Files;

namespace RouterMaestro.Infrastructure.Management;

/// <summary>Keeps the routing settings in the document of the feed, a file or the host's memory.</summary>
internal sealed class RoutingSettingsStore(LiveConfiguration live, RoutingSettingsReader reader) : IRoutingSettingsStore
{
    private readonly Lock _gate = new();

    public ValueTask<StoredRoutingSettings> ReadAsync(CancellationToken cancellationToken) => new(Read());

    public ValueTask<bool> TryWriteAsync(RawJson content, string revision, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        var writer = ConfigurationWrites.WriterOf(live, "settings");
        lock (_gate)
        {
            live.Read();
            var present = Read();
            if (present.Revision != revision)
            {
                return new(false);
            }

            // a document that is set aside is replaced even by what is in effect
            if (present.Problem is not null || DocumentRevision.Of(content) != revision)
            {
                return new(ConfigurationWrites.TryWrite(
                    writer, ConfigurationPart.Routing, JsonFiles.Format(JsonNode.Parse(content.Utf8.Span)!), live.Routing.Current.Newest));
            }

            return new(true);
        }
    }

    private StoredRoutingSettings Read()
    {
        if (!live.HasFeed)
        {
            return new(reader.Defaults, RawJson.EmptyObject, DocumentRevision.Of(RawJson.EmptyObject));
        }

        var state = live.Routing.Current;
        return new(state.Content.Settings, state.Text, DocumentRevision.Of(state.Text))
        {
            Problem = state.IsSetAside ? state.Problems[0].Message : null,
        };
    }
}
