#!/usr/bin/env bash
# openai-dotnet-never-repeats-529.sh: OpenAI for .NET repeats 429, 500, 502, 503 and 504, but not the 529 of an overloaded provider.
#
# Package:   NuGet OpenAI 2.15.0, on net10.0. Microsoft.Extensions.AI.OpenAI uses it.
# Behaviour: the default policy sends four requests in all for the statuses that it knows as transient. A 529, which Anthropic and servers in front of
#            its models use for an overload, is raised after one request, also with `retry-after: 1` and `x-should-retry: true`. OpenAI's client for
#            JavaScript and Anthropic's clients repeat it.
# Seen:      the table in expected.txt below.
# Exit code: 0 as stated, 1 changed, 2 the program could not be restored, built or run.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export NUGET_PACKAGES=$folder/packages DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

cat > expected.txt <<'END'
400: 1 request
408: 4 requests
429: 4 requests
500: 4 requests
502: 4 requests
503: 4 requests
504: 4 requests
529: 1 request
END

cat > Finding.csproj <<'END'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="OpenAI" Version="[2.15.0]" />
  </ItemGroup>
</Project>
END

cat > Program.cs <<'END'
using System.ClientModel;
using System.Net;
using System.Text;
using OpenAI;
using OpenAI.Chat;

using var listener = new HttpListener();
var port = Random.Shared.Next(20_000, 40_000);
listener.Prefixes.Add($"http://127.0.0.1:{port}/");
listener.Start();
var requests = new System.Collections.Concurrent.ConcurrentDictionary<int, int>();
_ = Task.Run(async () =>
{
    while (true)
    {
        var context = await listener.GetContextAsync();
        var status = int.Parse(context.Request.Url!.Segments[1].TrimEnd('/'));
        requests.AddOrUpdate(status, 1, (_, count) => count + 1);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.AddHeader("retry-after", "1");
        context.Response.AddHeader("x-should-retry", "true");
        await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes("""{"error":{"message":"no","type":"some_error","param":null,"code":null}}"""));
        context.Response.Close();
    }
});

int[] statuses = [400, 408, 429, 500, 502, 503, 504, 529];
await Task.WhenAll(statuses.Select(async status =>
{
    var client = new ChatClient("m", new ApiKeyCredential("key"), new OpenAIClientOptions { Endpoint = new Uri($"http://127.0.0.1:{port}/{status}/v1") });
    try
    {
        await client.CompleteChatAsync([new UserChatMessage("hi")]).WaitAsync(TimeSpan.FromSeconds(60));
    }
    catch (ClientResultException)
    {
        // expected
    }
}));
foreach (var status in statuses)
{
    Console.WriteLine($"{status}: {requests[status]} request{(requests[status] == 1 ? "" : "s")}");
}
END

dotnet build -c Release -o out -nologo -v quiet >&2 || exit 2
timeout 120 dotnet out/Finding.dll > seen.txt || { cat seen.txt; exit 2; }
cat seen.txt
diff expected.txt seen.txt && echo "As stated."
