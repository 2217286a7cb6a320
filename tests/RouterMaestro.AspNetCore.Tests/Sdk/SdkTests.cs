using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Testing;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Sdk;

/// <summary>The base of tests with the vendors' own client libraries: a gateway and providers of every protocol.</summary>
public abstract class SdkTests : IClassFixture<GatewayFixture>
{
    protected const string Png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    protected SdkTests(GatewayFixture fixture)
    {
        Gateway = fixture.Gateway;
        Upstream.Reset();
    }

    /// <summary>Gets the names of the providers, each speaking its own protocol.</summary>
    public static TheoryData<string> Upstreams => [.. ProtocolCase.All.Select(d => d.Protocol.Name)];

    /// <summary>Gets the providers, streamed and not.</summary>
    public static TheoryData<string, bool> Streamed
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (var upstream in ProtocolCase.All)
            {
                data.Add(upstream.Name, false);
                data.Add(upstream.Name, true);
            }

            return data;
        }
    }

    /// <summary>Gets the providers, each with every way to break off after the second piece.</summary>
    public static TheoryData<string, string> BreakOffs
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var upstream in ProtocolCase.All)
            {
                foreach (var way in new[] { "error", "cut", "reset", "close", "malformed" })
                {
                    data.Add(upstream.Protocol.Name, way);
                }
            }

            return data;
        }
    }

    /// <summary>Gets the providers, each with every error status that they are known for.</summary>
    public static TheoryData<string, int> Failures
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var upstream in ProtocolCase.All)
            {
                foreach (var status in new[] { 400, 403, 404, 429, 500, 503, 529 })
                {
                    data.Add(upstream.Protocol.Name, status);
                }
            }

            return data;
        }
    }

    protected TestGateway Gateway { get; }

    protected UpstreamSimulator Upstream => Gateway.Upstream;

    /// <summary>Gets the received requests for responses, without those for model lists, which the gateway sends at any time.</summary>
    protected IReadOnlyList<ReceivedRequest> Received => [.. Upstream.Requests.Where(r => r.Operation == SimulatedOperation.Generate)];

    protected static SimulatedResponse TwoCalls => SimulatedResponse.Text("Looking.")
        .WithToolCall("get_weather", """{"city":"Köln","days":[1,2]}""")
        .WithToolCall("get_weather", """{"city":"Paris","days":[]}""");

    protected static string Model(string upstream) => $"{upstream}/simulated-model";

    protected static SimulatedResponse BreaksOff(string way)
    {
        // the second chunk must arrive before a reset, which may discard bytes in transit
        var response = SimulatedResponse.Text("one ", "two ", "three");
        return way switch
        {
            "error" => response.ErrorAfter(2, SimulatedFault.Status(529)),
            "cut" => response.CutAfter(2),
            "reset" => response.StallAfter(2, TimeSpan.FromMilliseconds(400)).ResetAfter(2),
            "close" => response.CloseAfter(2),
            "malformed" => response.MalformedAfter(2),
            _ => throw new ArgumentOutOfRangeException(nameof(way)),
        };
    }
}
