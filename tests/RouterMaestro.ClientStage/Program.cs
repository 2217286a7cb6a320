using System.Text.Json;
using RouterMaestro.ClientStage;

// A gateway for clients that are no .NET programs: says in one line of JSON where it is, and serves until its input ends.
await using var stage = await Stage.StartAsync();
Console.WriteLine(JsonSerializer.Serialize(new { gateway = stage.Gateway, key = Stage.Key, observer = stage.Observer }));
while (await Console.In.ReadLineAsync() is not null)
{
}
