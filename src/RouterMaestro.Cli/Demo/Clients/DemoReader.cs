using RouterMaestro.Domain.Protocols;
using RouterMaestro.Testing.Observing;

namespace RouterMaestro.Cli.Demo.Clients;

/// <summary>Reads one response while it arrives.</summary>
internal sealed class DemoReader(WireProtocol protocol, Action<string> onText)
{
    private int _shown;

    /// <summary>Gets how often there was new text.</summary>
    public int Arrivals { get; private set; }

    /// <summary>Reads a buffered response, or an error.</summary>
    public async Task<ObservedResponse> ReadWholeAsync(Stream body, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        await body.CopyToAsync(bytes, cancellationToken);
        var response = ObservedResponse.FromBody(protocol, bytes.ToArray());
        Show(response.Text);
        return response;
    }

    /// <summary>Reads a streamed response. Responses of the demo are short enough to be read again with every piece.</summary>
    public async Task<ObservedResponse> ReadStreamAsync(Stream body, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[4096];
        while (true)
        {
            var count = await body.ReadAsync(buffer, cancellationToken);
            bytes.Write(buffer, 0, count);
            var response = ObservedResponse.FromStream(protocol, SseTranscript.Parse(bytes.ToArray()));
            if (count == 0)
            {
                return response;
            }

            Show(response.Text);
        }
    }

    private void Show(string text)
    {
        if (text.Length > _shown)
        {
            onText(text[_shown..]);
            _shown = text.Length;
            Arrivals++;
        }
    }
}
